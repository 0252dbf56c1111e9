using Drawbridge.Platform.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Sessions;

/// <summary>Sessions of applications: this project's own API, not the vendor's.</summary>
internal static class SessionEndpoints
{
    private const int LongestSource = 32;
    private const int LongestNickname = 64;

    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        app.MapPost("/app/api/sessions", OpenAsync);
        app.MapGet("/app/api/sessions/{sessionId}", GetAsync);
        app.MapDelete("/app/api/sessions/{sessionId}", LogOutAsync);
        app.MapPost("/app/api/sessions/{sessionId}/onetime-tokens", IssueOneTimeTokenAsync);
    }

    private static async Task<IResult> OpenAsync(HttpContext http, SessionService sessions)
    {
        var body = await RequestBody.ReadAsync(http, SessionJson.Default.OpenSessionRequest);
        return body is Outcome<OpenSessionRequest>.Done { Value: var request }
            ? Answer.Of(await OpenSessionAsync(request, sessions, http.RequestAborted), 200, SessionJson.Default.SessionView)
            : Answer.Empty(body, 200);
    }

    private static async Task<Outcome<SessionView>> OpenSessionAsync(
        OpenSessionRequest request, SessionService sessions, CancellationToken cancellationToken) => request switch
    {
        { BrokerName: null or "" } => PlatformFault.Missing("brokerName"),
        { U.Length: > LongestNickname } => PlatformFault.Invalid("u is too long."),
        { Source.Length: > LongestSource } => PlatformFault.Invalid("source is too long."),
        { Login: { } login, Password.Length: > 0, Token: null, AccessToken: null } =>
            await sessions.OpenWithPasswordAsync(request.BrokerName, new(request.Source, request.U), login, request.Password, cancellationToken),
        { Token.Length: > 0, AccessToken.Length: > 0 } => PlatformFault.Invalid("Only one of token and accessToken can be given."),
        { Token.Length: > 0 } => await sessions.OpenWithOneTimeTokenAsync(request.BrokerName, new(request.Source, request.U), request.Token, cancellationToken),
        { AccessToken.Length: > 0 } => await sessions.OpenWithAccessTokenAsync(request.BrokerName, new(request.Source, request.U), request.AccessToken, cancellationToken),
        _ => PlatformFault.Missing("token or accessToken; or login and password"),
    };

    private static async Task<IResult> GetAsync(HttpContext http, string sessionId, SessionService sessions)
    {
        var query = new QueryValues(http.Request.Query);
        var account = query.Number("ctidTraderAccountId");
        return query.Fault is { } fault
            ? Answer.Refuse(fault)
            : Answer.Of(await sessions.GetAsync(sessionId, account, http.RequestAborted), 200, SessionJson.Default.SessionView);
    }

    private static async Task<IResult> LogOutAsync(HttpContext http, string sessionId, SessionService sessions) =>
        Answer.Of(await sessions.LogOutAsync(sessionId, http.RequestAborted), 200, SessionJson.Default.LoggedOutView);

    private static async Task<IResult> IssueOneTimeTokenAsync(HttpContext http, string sessionId, SessionService sessions)
    {
        var request = new OneTimeTokenRequest();
        if (http.Request.ContentLength > 0)
        {
            var body = await RequestBody.ReadAsync(http, SessionJson.Default.OneTimeTokenRequest);
            if (body is not Outcome<OneTimeTokenRequest>.Done { Value: var sent })
            {
                return Answer.Empty(body, 200);
            }

            request = sent;
        }

        return Answer.Of(await sessions.IssueOneTimeTokenAsync(sessionId, request.Login, http.RequestAborted), 200, SessionJson.Default.OneTimeTokenView);
    }
}
