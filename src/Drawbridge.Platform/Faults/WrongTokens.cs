using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Client.Crm;
using Drawbridge.Platform.Sessions;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Platform.Faults;

/// <summary>Puts other tokens into requests to a CRM.</summary>
internal sealed class WrongTokens(AppSessionStore sessions, SessionTokens tokens)
{
    /// <summary>How many of the newest sessions are looked at for somebody else's token.</summary>
    private const int MostSessions = 50;

    /// <summary>A token of the right form that the CRM does not know (any more).</summary>
    public static void ExpireCrmApiToken(HttpRequestMessage request) => SetQuery(request, "crmApiToken", TokenText.Generate(TokenKind.CrmApi));

    /// <summary>The token of another user's session at that broker. False, and the request as it was, when there is none.</summary>
    public async Task<bool> TrySwapAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(CrmRequestInfo.Key, out var info))
        {
            return false;
        }

        var others = await sessions.ListNewestAsync(info.BrokerName.Value, MostSessions, cancellationToken);
        return info.Call switch
        {
            "4.3" => await SwapInBodyAsync(request, "accessToken", others, cancellationToken),
            "4.4" => SwapInQuery(request, "inappToken", others, static session => session.InappToken, await UserInBodyAsync(request, cancellationToken)),
            "4.5" => SwapInQuery(request, "accessToken", others, static session => session.AccessToken, (string?)QueryOf(request)["userId"]),
            _ => false,
        };
    }

    private async Task<bool> SwapInBodyAsync(HttpRequestMessage request, string name, IReadOnlyList<AppSessionRow> others, CancellationToken cancellationToken)
    {
        var body = await BodyAsync(request, cancellationToken);
        var own = (string?)body[name];
        var user = others.FirstOrDefault(session => tokens.Reveal(session.AccessToken) == own)?.UserId;
        if (Pick(others, static session => session.AccessToken, user?.ToString(System.Globalization.CultureInfo.InvariantCulture), own) is not { } token)
        {
            return false;
        }

        body[name] = token;
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        return true;
    }

    private bool SwapInQuery(HttpRequestMessage request, string name, IReadOnlyList<AppSessionRow> others, Func<AppSessionRow, byte[]?> tokenOf, string? userId)
    {
        if (Pick(others, tokenOf, userId, (string?)QueryOf(request).GetValueOrDefault(name)) is not { } token)
        {
            return false;
        }

        SetQuery(request, name, token);
        return true;
    }

    private string? Pick(IReadOnlyList<AppSessionRow> others, Func<AppSessionRow, byte[]?> tokenOf, string? userId, string? own) => others
        .Where(session => session.UserId.ToString(System.Globalization.CultureInfo.InvariantCulture) != userId)
        .Select(session => tokens.Reveal(tokenOf(session)))
        .FirstOrDefault(token => token is not null && token != own);

    private static async Task<JsonObject> BodyAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Content is { } content && JsonNode.Parse(await content.ReadAsByteArrayAsync(cancellationToken)) is JsonObject body ? body : [];

    private static async Task<string?> UserInBodyAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (await BodyAsync(request, cancellationToken))["userId"]?.ToString();

    private static Dictionary<string, Microsoft.Extensions.Primitives.StringValues> QueryOf(HttpRequestMessage request) => QueryHelpers.ParseQuery(request.RequestUri!.Query);

    private static void SetQuery(HttpRequestMessage request, string name, string value)
    {
        var query = QueryOf(request);
        query[name] = value;
        request.RequestUri = new(QueryHelpers.AddQueryString(request.RequestUri!.GetLeftPart(UriPartial.Path), query), UriKind.Absolute);
    }
}
