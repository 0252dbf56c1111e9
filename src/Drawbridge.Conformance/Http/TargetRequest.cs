namespace Drawbridge.Conformance.Http;

/// <summary>A request to a target, with everything about it open to change.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The address without a query.</param>
public sealed record TargetRequest(HttpMethod Method, Uri Url)
{
    /// <summary>Unescaped; a name may stand more than once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Sent as it is; null for none.</summary>
    public string? Body { get; init; }

    /// <summary>Null = none is sent.</summary>
    public string? ContentType { get; init; } = "application/json";

    /// <summary>The same with a value of a query parameter in place of all that it had; null takes it away.</summary>
    public TargetRequest WithQuery(string name, string? value) => this with
    {
        Query = [.. Query.Where(pair => pair.Key != name), .. value is null ? [] : new[] { KeyValuePair.Create(name, value) }],
    };

    /// <summary>The same with one more query parameter, also when the name stands there already.</summary>
    public TargetRequest AddQuery(string name, string value) => this with { Query = [.. Query, KeyValuePair.Create(name, value)] };

    public TargetRequest WithHeader(string name, string? value) => this with
    {
        Headers = [.. Headers.Where(pair => !pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)), .. value is null ? [] : new[] { KeyValuePair.Create(name, value) }],
    };

    public Uri FullUrl => Query.Count == 0
        ? Url
        : new UriBuilder(Url) { Query = string.Join('&', Query.Select(static pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}")) }.Uri;
}
