using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Drawbridge.Conformance.Running;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Conformance.Http;

/// <summary>An answer of the target, with the questions that cases ask of it. Each throws a <see cref="NonconformityException"/> unless it is so, and returns the answer for the next.</summary>
public sealed class Answer
{
    private JsonElement? _json;
    private bool _parsed;

    public required int Status { get; init; }

    /// <summary>Names as sent; a name may stand more than once.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public required string Body { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>The certificate's fingerprint is not here: connections are looked at by themselves.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body as JSON, or null when it is not.</summary>
    public JsonElement? Json
    {
        get
        {
            if (!_parsed)
            {
                _parsed = true;
                try
                {
                    using var document = JsonDocument.Parse(Body);
                    _json = document.RootElement.Clone();
                }
                catch (JsonException)
                {
                    _json = null;
                }
            }

            return _json;
        }
    }

    /// <summary>The first header of that name, or null.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>A member of the JSON body as text; null when it is not there or neither text nor number.</summary>
    public string? Text(string member) => Json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(member, out var value)
        ? value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null }
        : null;

    /// <summary>Whether the JSON body has a member of that name, whatever its value.</summary>
    public bool Has(string member) => Json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(member, out _);

    public Answer MustHaveStatus(params int[] wanted) => wanted.Contains(Status)
        ? this
        : throw Fault($"status {string.Join(" or ", wanted.Select(Name))}", $"{Name(Status)}{Code()}");

    public Answer MustSucceed() => IsSuccess ? this : throw Fault("success (2xx)", $"{Name(Status)}{Code()}");

    public Answer MustBeRefused() => Status is >= 400 and < 600 ? this : throw Fault("an error (4xx)", Name(Status));

    /// <summary>Refused with a status and, where the protocol names one, the code in the body.</summary>
    public Answer MustBeRefused(int status, string? code = null)
    {
        MustHaveStatus(status);
        return code is null || Text("code") == code ? this : throw Fault($"\"code\":\"{code}\" in the body", Has("code") ? $"\"code\":\"{Text("code")}\"" : "a body without \"code\"");
    }

    /// <summary>The JSON body has a text of that name that is not empty; returned.</summary>
    public string MustHaveText(string member) =>
        Json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw Fault($"\"{member}\" in the body, as a text that is not empty", Described(member));

    /// <summary>The JSON body has a whole number of that name; returned.</summary>
    public long MustHaveNumber(string member) =>
        Json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : throw Fault($"\"{member}\" in the body, as a whole number", Described(member));

    public Answer MustNotHave(params string[] members) => members.FirstOrDefault(Has) is { } found
        ? throw Fault($"no \"{found}\" in the body", $"a body with \"{found}\"")
        : this;

    public Answer MustBeJson()
    {
        var type = Header("Content-Type") ?? "";
        if (!type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw Fault("Content-Type application/json", type.Length == 0 ? "no Content-Type" : $"Content-Type {type}");
        }

        return Json is null ? throw Fault("a body that is JSON", "one that cannot be read as JSON") : this;
    }

    /// <summary>For whatever the others do not ask.</summary>
    /// <param name="isSo">Whether it is so.</param>
    /// <param name="expected">As the end of "expected …".</param>
    /// <param name="received">As the end of "received …".</param>
    public Answer Must([DoesNotReturnIf(false)] bool isSo, string expected, string received) => isSo ? this : throw Fault(expected, received);

    private string Described(string member) => Json switch
    {
        null => $"{Name(Status)} and a body that is not JSON",
        { ValueKind: JsonValueKind.Object } body when body.TryGetProperty(member, out var value) => $"\"{member}\" as {(value.ValueKind == JsonValueKind.String ? "a text" : value.ValueKind.ToString().ToLowerInvariant())}",
        _ => $"{Name(Status)} and a body without it",
    };

    private string Code() => Text("code") is { } code ? $" with \"code\":\"{code}\"" : "";

    private static string Name(int status) => ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? $"{status} {phrase}" : $"{status}";

    private static NonconformityException Fault(string expected, string received) => new(expected, received);
}
