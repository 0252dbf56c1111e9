using System.Globalization;
using System.Net.Http.Headers;

namespace Drawbridge.Client.Platform.Wire;

/// <summary>One call as it goes over the wire, without the manager token.</summary>
/// <param name="Info">Which call it is.</param>
/// <param name="Query">Escaped query without <c>?</c>, or empty.</param>
/// <param name="Body">JSON, or null for none.</param>
/// <param name="Secrets">Secret texts in the body, so that no answer can echo them into a log.</param>
internal sealed record PlatformCall(CallInfo Info, string Query = "", byte[]? Body = null, params string[] Secrets)
{
    /// <summary>The path with its base and its places, for whom it may concern.</summary>
    public string Template { get; init; } = Info.Template;

    /// <summary>The account in the path, if there is one.</summary>
    public long? Login { get; init; }

    /// <summary>The request with the token where the call has it (B2P-0-8, INV-30), asking for JSON (B2P-0-22).</summary>
    public HttpRequestMessage ToRequest(Uri baseUrl, string? token)
    {
        var inQuery = token is not null && Info.TokenPlace == TokenPlace.Query;
        var query = inQuery ? $"{Query}{(Query.Length == 0 ? "" : "&")}token={Uri.EscapeDataString(token!)}" : Query;
        var path = Login is { } login ? Template.Replace("{login}", login.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) : Template;
        var address = $"{baseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/')}{path}{(query.Length == 0 ? "" : "?")}{query}";
        var request = new HttpRequestMessage(Info.Method, address) { Content = Info.Method == HttpMethod.Get ? null : new CallBody(Body) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (token is not null && Info.TokenPlace == TokenPlace.Header)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }

    /// <summary>A query from names and values, in that order; what is null is left out.</summary>
    public static string QueryOf(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var parts = new List<string>(parameters.Length);
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return string.Join('&', parts);
    }

    /// <summary>Never the body, which may hold a password hash.</summary>
    public override string ToString() => $"call {Info.Number}";
}
