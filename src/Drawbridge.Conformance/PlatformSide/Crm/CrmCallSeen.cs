using System.Text.Json.Nodes;

namespace Drawbridge.Conformance.PlatformSide.Crm;

/// <summary>A request that the platform sent to the CRM that the runner plays.</summary>
public sealed record CrmCallSeen
{
    public required string Method { get; init; }

    /// <summary>Below the CRM's address, such as <c>/oauth2/authorize</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Unescaped; a name may stand more than once.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Query { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>As it came.</summary>
    public required string Text { get; init; }

    /// <summary>Its body; null when that is no JSON object.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>A query parameter; null when it is not there or stands there more than once.</summary>
    public string? Parameter(string name) => Query.Where(pair => pair.Key == name).ToList() is [var (_, value)] ? value : null;

    /// <summary>A member of the body that is a text; null otherwise.</summary>
    public string? Member(string name) => Body?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A name from body or query, wherever it stands.</summary>
    public string? Named(string name) => Parameter(name) ?? Member(name);

    /// <summary>Whether a text stands anywhere in query or body.</summary>
    public bool Mentions(string text) => Text.Contains(text, StringComparison.Ordinal) || Query.Any(pair => pair.Value.Contains(text, StringComparison.Ordinal));
}

/// <summary>What the played CRM says.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">As it is; JSON unless a header says otherwise.</param>
/// <param name="Headers">Further headers.</param>
public sealed record CrmReply(int Status, string Body = "", IReadOnlyDictionary<string, string>? Headers = null)
{
    /// <summary>A refusal as the protocol has it (ERR-1).</summary>
    public static CrmReply Refused(int status, string code) => new(status, $$"""{"error":"Refused","message":"No.","code":"{{code}}"}""");

    /// <summary>Says nothing until the platform gives up.</summary>
    public static CrmReply Silence { get; } = new(0);
}
