using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.Primitives;

namespace DotnetBroker;

/// <summary>Calls 4.1 to 4.5, which the platform makes.</summary>
public class CrmCalls(BrokerSettings settings, Store store, CrmApiTokens crmApiTokens, OneTimeTokens oneTimeTokens, AccessTokens accessTokens, Throttle throttle)
{
    private const int LargestBody = 64 * 1024;
    private const int MostWrongPasswords = 50;

    /// <summary>What an OT token that is unknown or used gets (P2B-4.2-8).</summary>
    protected virtual CrmError UnknownOneTimeToken => CrmError.UnknownOneTimeToken;

    /// <summary>Whether an <c>inappToken</c> is issued and demanded (P2B-IT-1, P2B-IT-2).</summary>
    protected virtual bool IssuesInAppTokens => settings.InAppTokens;

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, CrmPaths.CrmApiToken, CrmJson.Default.CrmApiTokenRequest, Authenticate, authenticated: false);
        Map(routes, CrmPaths.AuthorizeOneTime, CrmJson.Default.AuthorizeOneTimeRequest, Exchange);
        Map(routes, CrmPaths.Authorize, CrmJson.Default.AuthorizeRequest, Validate);
        Map(routes, CrmPaths.GenerateOneTime, CrmJson.Default.GenerateOneTimeRequest, Generate);
        Map(routes, CrmPaths.Logout, CrmJson.Default.LogoutRequest, LogOut, bodyRequired: false);
    }

    /// <summary>Whether the names mean this broker (BID-20 to BID-30): missing, then unknown. With one broker nothing known can mismatch. Null when they do.</summary>
    public virtual CrmError? CheckNames(IQueryCollection query, string? bodyBrokerName = null, string? bodyBrokerCrmName = null)
    {
        var brokers = StringValues.Concat(query["brokerName"], bodyBrokerName).Where(static name => !string.IsNullOrEmpty(name)).ToList();
        var crms = StringValues.Concat(query["brokerCrmName"], bodyBrokerCrmName).Where(static name => !string.IsNullOrEmpty(name)).ToList();
        return brokers.Count == 0 || crms.Count == 0 ? CrmError.NamesMissing
            : brokers.Exists(name => name != settings.BrokerName) || crms.Exists(name => name != settings.BrokerCrmName) ? CrmError.NamesInvalid
            : null;
    }

    /// <summary>P2B-4.2-4: only for who chose to stay logged in.</summary>
    protected virtual bool GivesAccessToken(TakenToken.Taken taken) => taken.Keep;

    /// <summary>P2B-IT-3.</summary>
    protected virtual bool TakesInAppToken(string? text, BrokerUser user) => accessTokens.IsInApp(text, user);

    /// <summary>The checks of P2B-0-8 in their order: the first that fails answers. Step 5 is missing because this broker is always enabled.</summary>
    private void Map<TRequest>(
        IEndpointRouteBuilder routes, string path, JsonTypeInfo<TRequest> type, Func<HttpContext, TRequest, IResult> answer, bool authenticated = true, bool bodyRequired = true)
        where TRequest : CrmRequest, new() =>
        routes.MapPost(path, async (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            var (body, error) = await ReadAsync(context.Request, type, bodyRequired); // 1
            error ??= CheckNames(context.Request.Query, body!.BrokerName, body.BrokerCrmName); // 2
            error ??= authenticated ? CheckCrmApiToken(context.Request.Query["crmApiToken"]) : null; // 3, 4
            return error ?? answer(context, body!); // 6, 7
        });

    private static async Task<(TRequest? Body, CrmError? Error)> ReadAsync<TRequest>(HttpRequest request, JsonTypeInfo<TRequest> type, bool required)
        where TRequest : CrmRequest, new()
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[8192];
        for (int read; (read = await request.Body.ReadAsync(chunk)) > 0;)
        {
            if (buffer.Length <= LargestBody)
            {
                buffer.Write(chunk, 0, read); // the rest is read and dropped, so that the caller sees the answer
            }
        }

        if (buffer.Length > LargestBody)
        {
            return (null, CrmError.TooLarge);
        }

        if (buffer.Length == 0 && !required)
        {
            return (new(), null);
        }

        try
        {
            var bytes = buffer.ToArray();
            var body = JsonSerializer.Deserialize(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes, type);
            return body is null ? (null, CrmError.UnreadableBody) : (body, null);
        }
        catch (JsonException)
        {
            return (null, CrmError.UnreadableBody); // a wrong type, too
        }
    }

    private CrmError? CheckCrmApiToken(StringValues given) =>
        given.Count == 0 ? CrmError.Missing("crmApiToken") // P2B-0-10: absent is not the same as bad
        : given.Count > 1 || !crmApiTokens.IsValid(given[0]) ? CrmError.AuthFailure
        : null;

    /// <summary>4.1: the platform gives its password and gets a token for a week.</summary>
    private IResult Authenticate(HttpContext context, CrmApiTokenRequest body)
    {
        if (string.IsNullOrEmpty(body.Password))
        {
            return CrmError.Missing("password");
        }

        var caller = $"4.1 {context.Connection.RemoteIpAddress}";
        if (throttle.MustWait(caller, MostWrongPasswords))
        {
            return CrmError.TooMany;
        }

        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(body.Password)), SHA256.HashData(Encoding.UTF8.GetBytes(settings.CrmPassword))))
        {
            throttle.Fail(caller);
            return CrmError.AuthFailure;
        }

        throttle.Forget(caller);
        return Results.Json(new CrmApiTokenResponse(crmApiTokens.Issue().Reveal()), CrmJson.Default.CrmApiTokenResponse);
    }

    /// <summary>4.2: an OT token for the user it stands for.</summary>
    private IResult Exchange(HttpContext context, AuthorizeOneTimeRequest body)
    {
        if (string.IsNullOrEmpty(body.Code))
        {
            return CrmError.Missing("code");
        }

        if (!OneTimeToken.TryParse(body.Code, out var token))
        {
            return CrmError.Malformed;
        }

        switch (oneTimeTokens.Take(token))
        {
            case TakenToken.Taken taken:
                var access = GivesAccessToken(taken) ? accessTokens.Issue(taken.User) : null;
                return Results.Json(
                    new AuthorizeOneTimeResponse(taken.User.UserId!.Value, access?.Reveal(), InAppTokenFor(taken.User, access)), CrmJson.Default.AuthorizeOneTimeResponse);
            case TakenToken.Expired:
                return CrmError.Expired;
            default:
                return UnknownOneTimeToken;
        }
    }

    /// <summary>4.3: whose access token is it? Asked again and again.</summary>
    private IResult Validate(HttpContext context, AuthorizeRequest body)
    {
        if (string.IsNullOrEmpty(body.AccessToken))
        {
            return CrmError.Missing("accessToken");
        }

        if (!AccessToken.TryParse(body.AccessToken, out var token))
        {
            return CrmError.Malformed;
        }

        return accessTokens.Find(token) is { Revoked: false } entry && store.FindUserById(entry.User) is { } user
            ? Results.Json(new AuthorizeResponse(user.UserId!.Value, InAppTokenFor(user, token)), CrmJson.Default.AuthorizeResponse)
            : CrmError.UnknownAccessToken;
    }

    /// <summary>4.4: an OT token for an in-app action of a user who is logged in.</summary>
    private IResult Generate(HttpContext context, GenerateOneTimeRequest body)
    {
        if (body.UserId is not { } userId)
        {
            return CrmError.Missing("userId");
        }

        return store.FindUserByPlatformId(userId) is not { } user ? CrmError.UnknownUser
            : IssuesInAppTokens && !TakesInAppToken(context.Request.Query["inappToken"], user) ? CrmError.AuthFailure // P2B-4.4-7
            : Results.Json(new GenerateOneTimeResponse(oneTimeTokens.Issue(user, TokenPurpose.InApp, keep: false).Reveal()), CrmJson.Default.GenerateOneTimeResponse);
    }

    /// <summary>4.5: the user logged out of an application. Other devices stay in, and no 3.12 goes back (DEC-19).</summary>
    private IResult LogOut(HttpContext context, LogoutRequest body)
    {
        var (userIds, tokens) = (context.Request.Query["userId"], context.Request.Query["accessToken"]);
        if (string.IsNullOrEmpty(userIds))
        {
            return CrmError.Missing("userId");
        }

        if (tokens.Count == 0)
        {
            return CrmError.Missing("accessToken"); // P2B-4.5-3: empty is fine
        }

        if (!long.TryParse(userIds, NumberStyles.None, CultureInfo.InvariantCulture, out var userId))
        {
            return CrmError.Invalid("userId");
        }

        AccessToken? token = null;
        if (!string.IsNullOrEmpty(tokens[0]) && !AccessToken.TryParse(tokens[0], out token))
        {
            return CrmError.Malformed;
        }

        if (store.FindUserByPlatformId(userId) is not { } user)
        {
            return CrmError.UnknownUser;
        }

        if (token is not null && accessTokens.Find(token)?.User != user.Id)
        {
            return CrmError.UnknownAccessToken;
        }

        accessTokens.LogOut(user, token);
        return Results.NoContent();
    }

    private string? InAppTokenFor(BrokerUser user, AccessToken? accessToken) => IssuesInAppTokens ? accessTokens.IssueInApp(user, accessToken).Reveal() : null;
}
