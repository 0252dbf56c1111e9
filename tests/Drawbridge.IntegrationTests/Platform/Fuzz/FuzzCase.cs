namespace Drawbridge.IntegrationTests.Platform.Fuzz;

/// <summary>An endpoint, and a request that it understands.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query, without the token.</param>
/// <param name="Body">JSON, null when it takes none.</param>
public sealed record FuzzEndpoint(string Method, string Path, string? Body = null)
{
    /// <summary>Below <c>/v2</c> a request can be XML too.</summary>
    public bool SpeaksXml => Path.StartsWith("/v2/", StringComparison.Ordinal);
}

/// <summary>A request that nobody should send.</summary>
public sealed record FuzzCase(string Method, string PathAndQuery, byte[]? Body, string? ContentType, string? Accept)
{
    private const int LongestPrint = 400;

    /// <summary>For a failure: what to look at, without kilobytes of it.</summary>
    public override string ToString() => $"{Method} {Shorten(PathAndQuery)} {ContentType} {Accept} {Shorten(Body is null ? "" : System.Text.Encoding.UTF8.GetString(Body))}";

    private static string Shorten(string text) => text.Length > LongestPrint ? $"{text[..LongestPrint]}… ({text.Length})" : text;
}
