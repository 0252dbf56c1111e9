using System.Net.Http.Headers;

namespace Drawbridge.Client.Platform.Wire;

/// <summary>One call as it goes over the wire, without the manager token.</summary>
/// <param name="Number">Its number in the specification, for logs.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path with its base.</param>
/// <param name="Query">Escaped query without <c>?</c>, or empty.</param>
/// <param name="Body">JSON, or null for none.</param>
/// <param name="Secrets">Secret texts in the body, so that no answer can echo them into a log.</param>
internal sealed record PlatformCall(
    string Number, HttpMethod Method, string Path, string Query = "", byte[]? Body = null, params string[] Secrets)
{
    /// <summary>The request, the token last in the URL (B2P-0-8), asking for JSON (B2P-0-22).</summary>
    public HttpRequestMessage ToRequest(Uri baseUrl, string? token)
    {
        var query = token is null ? Query : $"{Query}{(Query.Length == 0 ? "" : "&")}token={Uri.EscapeDataString(token)}";
        var address = $"{baseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/')}{Path}{(query.Length == 0 ? "" : "?")}{query}";
        var request = new HttpRequestMessage(Method, address) { Content = Body is null ? null : new JsonBody(Body) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    /// <summary>A query from names and values, in that order.</summary>
    public static string QueryOf(params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var parts = new List<string>(parameters.Length);
        foreach (var (name, value) in parameters)
        {
            parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        return string.Join('&', parts);
    }

    /// <summary>Never the body, which may hold a password hash.</summary>
    public override string ToString() => $"call {Number}";
}
