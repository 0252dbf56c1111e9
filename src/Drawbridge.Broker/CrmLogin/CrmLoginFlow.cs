using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Partners.Links.Clicks;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.CrmLogin;

/// <summary>A login at the broker's own CRM: authorization code with PKCE, state and nonce, each used once (RFC 6749, RFC 7636, RFC 9700).</summary>
internal sealed class CrmLoginFlow(CrmLoginStore store, CrmLoginClient client, CrmIdentityLink link, UserOrigins origins, SecondFactorGate gate, ILogger<CrmLoginFlow> log)
{
    /// <summary>Begins a login; the address at the CRM.</summary>
    public async Task<string> BeginAsync(HttpContext context, CrmLoginBinding binding, IFormCollection form, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var login = broker.Settings.SignIn.CrmLogin!;
        var screen = context.GetScreen();
        var state = CrmLoginAttempt.NewSecret();
        var attempt = new CrmLoginAttempt(
            broker.Id,
            CrmLoginAttempt.NewSecret(),
            CrmLoginAttempt.NewSecret(),
            $"{context.Request.Scheme}://{context.Request.Host}{ScreenPaths.CrmLoginCallback(broker.Name.Value)}",
            screen.Parameters.UrlFor(""),
            form["keep"].Count > 0,
            form["client"].Count > 0,
            ScreenParameters.EventNameOf(form["eventName"].ToString()),
            binding);
        await store.AddAsync(state, attempt, cancellationToken);
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = login.ClientId,
            ["redirect_uri"] = attempt.RedirectUri,
            ["scope"] = login.Scopes.Count > 0 ? string.Join(' ', login.Scopes) : null,
            ["state"] = state,
            ["code_challenge"] = attempt.Challenge,
            ["code_challenge_method"] = "S256",
            ["nonce"] = login.IsOpenId ? attempt.Nonce : null,
            ["ui_locales"] = screen.Texts.Language,
            ["prompt"] = PromptOf(login, screen.Parameters),
        };
        return QueryHelpers.AddQueryString(login.AuthorizationUrl.OriginalString, query.Where(static pair => pair.Value is not null));
    }

    /// <summary>Goes on with a login whose answer came from the browser that began it. The attempt was taken, so this happens once.</summary>
    public async Task<IResult> FinishAsync(HttpContext context, CrmLoginAttempt attempt, CrmLoginAnswer answer, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        if (answer.Issuer is { } issuer && broker.Settings.SignIn.CrmLogin!.Issuer is { } expected && issuer != expected)
        {
            return Fail(broker, CrmLoginFailure.Broken, "the answer is of another issuer"); // RFC 9207: mix-up
        }

        if (answer.Error is { } error)
        {
            var isDenied = error == "access_denied";
            CrmLoginLog.NotAccepted(log, broker.Name.Value, broker.Crm.Name.Value, isDenied ? "denied" : "the CRM answered with an error");
            return CrmLoginFailure.Page(
                error switch
                {
                    "access_denied" => CrmLoginFailure.Denied,
                    "temporarily_unavailable" or "server_error" => CrmLoginFailure.Away,
                    _ => CrmLoginFailure.Broken,
                },
                broker);
        }

        if (answer.Code is not { } code)
        {
            return Fail(broker, CrmLoginFailure.Broken, "the answer has neither code nor error");
        }

        return await client.IdentifyAsync(broker, attempt, code, cancellationToken) switch
        {
            CrmLoginResult.Identified identified => await LetInAsync(context, attempt, identified.Identity, cancellationToken),
            CrmLoginResult.Unavailable away => Fail(broker, CrmLoginFailure.Away, away.Reason),
            CrmLoginResult.Unusable unusable => Fail(broker, CrmLoginFailure.Broken, unusable.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>A page of the client area that wants to know for sure who is there gets a login, and not the CRM's memory of one.</summary>
    private static string? PromptOf(CrmLoginSettings login, ScreenParameters parameters)
    {
        if (login.SignUpByPrompt && parameters.FirstLogin == true)
        {
            return "create";
        }

        return login.IsOpenId && parameters.ClientPage is not null ? "login" : null;
    }

    private async Task<IResult> LetInAsync(HttpContext context, CrmLoginAttempt attempt, CrmIdentity identity, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var screen = context.GetScreen();
        var origin = new CrmUserOrigin(screen.Texts.Language, await origins.ReadAsync(context, cancellationToken), Acquisition.Of(screen.Parameters, attempt.EventName));
        var result = await link.LinkAsync(broker, identity, origin, cancellationToken);
        if (result is not CrmLinkResult.Linked linked)
        {
            CrmLoginLog.NotAccepted(log, broker.Name.Value, broker.Crm.Name.Value, result.GetType().Name);
            return CrmLoginFailure.Page(CrmLoginFailure.Of(result), broker);
        }

        CrmLoginLog.LoggedIn(log, broker.Name.Value, broker.Crm.Name.Value, linked.User.Id);
        context.SetScreen(screen.For(linked.User.PreferredLanguage));
        return await gate.PassAsync(
            context, linked.User, attempt.Kept, linked.IsNew ? OneTimeTokenPurpose.SignUp : OneTimeTokenPurpose.SignIn, attempt.ToClientArea, cancellationToken);
    }

    private IResult Fail(BrokerEntity broker, CrmLoginFailure failure, string reason)
    {
        CrmLoginLog.Failed(log, broker.Name.Value, broker.Crm.Name.Value, reason);
        return CrmLoginFailure.Page(failure, broker);
    }
}

/// <summary>What the CRM's answer says in the address that it leads back to.</summary>
internal sealed record CrmLoginAnswer(string? State, string? Code, string? Error, string? Issuer)
{
    private const int Longest = 4096;

    public static CrmLoginAnswer Of(Func<string, string> valueOf) => new(Text(valueOf("state")), Text(valueOf("code")), Text(valueOf("error")), Text(valueOf("iss")));

    private static string? Text(string text) => text.Length is > 0 and <= Longest ? text : null;
}
