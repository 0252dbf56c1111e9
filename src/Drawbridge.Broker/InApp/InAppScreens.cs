using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Users;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.InApp;

/// <summary>
/// The way into every in-app screen, for users whom the CRM has authorised (FLOW-INAPP-1, FLOW-INAPP-6, FLOW-INAPP-7, SCR-27): the token of the address is traded once for a session of that user and
/// action, and leaves the address bar; from then on the session counts (SCR-38).
/// </summary>
internal sealed class InAppScreens(
    InAppSessions sessions, InAppTokens entrance, OneTimeTokenService tokens, UserStore users, AccountStore accounts)
{
    /// <summary>A group of screens that can be closed (SCR-69) and belong to one broker (BID-13).</summary>
    public static RouteGroupBuilder MapGroup(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGroup("").WithMetadata(InAppEndpoint.Mark).RequireBroker().AddEndpointFilter(MakeClosableAsync).AsScreens();

    /// <summary>Gives a screen that has no group its "X" (SCR-69).</summary>
    public static void MakeClosable(HttpContext context)
    {
        var screen = context.GetScreen();
        context.SetScreen(screen with
        {
            CloseUrl = screen.Parameters.ToClientArea ? HomeUrl(screen) : SuccessRedirect.CloseUrlFor(context.GetBroker(), screen.Parameters),
        });
    }

    private static string HomeUrl(Screen screen) => (screen.Parameters with { Account = null, KycType = null }).UrlFor(ScreenPaths.Client);

    /// <summary>Opens a screen, or goes on with it. Either who uses it, or what to answer instead.</summary>
    /// <param name="context">The request.</param>
    /// <param name="action">What the screen is for.</param>
    /// <param name="cancellationToken">Stops waiting; the token may be used up.</param>
    /// <param name="path">Where it goes on once the token is traded; null = where it was opened.</param>
    /// <param name="goesOn">The screen is about something begun before, which who is in may see to its end though the module was switched off meanwhile (MOD-14).</param>
    public async Task<(InAppUser? Who, IResult? Answer)> EnterAsync(
        HttpContext context, InAppAction action, CancellationToken cancellationToken, string? path = null, bool goesOn = false)
    {
        var broker = context.GetBroker();
        if (ModuleOf(action) is { } module && !broker.Settings.Offers(module) && !(goesOn && !context.Request.Query.ContainsKey("token")))
        {
            return (null, ScreenError.NotOffered);
        }

        var parameters = context.GetScreen().Parameters;
        if (parameters.AccountIsAmbiguous)
        {
            return (null, ScreenError.Link(StatusCodes.Status400BadRequest, CrmErrorCode.InvalidRequest, "account and acc name different accounts")); // SCR-29
        }

        var text = context.Request.Query["token"].ToString();
        if (HttpMethods.IsGet(context.Request.Method) && text.Length > 0)
        {
            return await OpenAsync(context, broker, action, text, path ?? context.Request.Path, cancellationToken);
        }

        return await sessions.FindAsync(context, broker, action, cancellationToken) is not { } session
            ? (null, HttpMethods.IsGet(context.Request.Method) ? MissingToken : Ended)
            : await LoadAsync(context, broker, session, cancellationToken);
    }

    /// <summary>The action is done: ends its session, and goes back to the application.</summary>
    public async Task<IResult> FinishAsync(HttpContext context, InAppUser who, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(context, context.GetBroker(), who.Session, cancellationToken);
        return await GoBackAsync(context, who, cancellationToken);
    }

    /// <summary>
    /// Back to the application, which closes the screen: the success URL with a fresh token (SCR-56, MOD-58, FLOW-INAPP-9). Under handoff without one,
    /// because nobody would exchange it (FLOW-HANDOFF-10). Back to the client area for who came from there.
    /// </summary>
    public async Task<IResult> GoBackAsync(HttpContext context, InAppUser who, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var screen = context.GetScreen();
        if (screen.Parameters.ToClientArea)
        {
            return new SeeOther(HomeUrl(screen));
        }

        if (broker.Settings.Identity == IdentityOption.Handoff
            || who.User.CtraderUserId is not { } ctraderUserId
            || await tokens.IssueAsync(broker, ctraderUserId, OneTimeTokenPurpose.InApp, keepLoggedIn: false, cancellationToken) is not { } issued) // SCR-57
        {
            return new SeeOther(SuccessRedirect.WithLook(SuccessRedirect.UrlFor(broker, screen.Parameters), context.Request.Host, screen));
        }

        return new SeeOther(SuccessRedirect.WithLook(
            SuccessRedirect.UrlFor(broker, screen.Parameters, issued, OneTimeTokenPurpose.InApp), context.Request.Host, screen));
    }

    /// <summary>To the screen of another action of the same user, with a fresh token.</summary>
    public async Task<IResult> LeadToAsync(HttpContext context, InAppUser who, string path, string? kycType, CancellationToken cancellationToken)
    {
        var parameters = context.GetScreen().Parameters with { KycType = kycType };
        return who.User.CtraderUserId is { } ctraderUserId
            && await tokens.IssueAsync(context.GetBroker(), ctraderUserId, OneTimeTokenPurpose.InApp, keepLoggedIn: false, cancellationToken) is { } issued
                ? new SeeOther(QueryHelpers.AddQueryString(parameters.UrlFor(path), "token", issued.Token.Reveal()))
                : ScreenError.BrokerDisabled;
    }

    private static ScreenError MissingToken { get; } =
        ScreenError.Link(StatusCodes.Status400BadRequest, CrmErrorCode.MissingRequiredParameter, "Required parameter token missing");

    private static ScreenError Ended { get; } = ScreenError.Used("The session of this screen has ended");

    private static ScreenError ForeignAccount { get; } =
        ScreenError.Link(StatusCodes.Status403Forbidden, CrmErrorCode.InsufficientPermissions, "The account cannot be used");

    private static ValueTask<object?> MakeClosableAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        MakeClosable(invocation.HttpContext);
        return next(invocation);
    }

    private async Task<(InAppUser? Who, IResult? Answer)> OpenAsync(
        HttpContext context, BrokerEntity broker, InAppAction action, string text, string path, CancellationToken cancellationToken)
    {
        if (!OneTimeToken.TryParse(text, out var token))
        {
            return (null, ScreenError.Link(StatusCodes.Status417ExpectationFailed, CrmErrorCode.NonExistedToken, "Invalid token format")); // SCR-37
        }

        if (await sessions.FindOpenedByAsync(context, broker, action, token, cancellationToken) is { } again)
        {
            return await LoadAsync(context, broker, again, cancellationToken); // SCR-38: a reload
        }

        switch (await entrance.OpenAsync(context, broker, action, token, cancellationToken))
        {
            case InAppOpening.Opened opened:
                var (who, answer) = await LoadAsync(context, broker, opened.Session, cancellationToken);
                if (who is null)
                {
                    await sessions.EndAsync(context, broker, opened.Session, cancellationToken);
                    return (null, answer);
                }

                // A cookie that came back will come back again. Where none does, the page itself takes the token out of the address bar.
                return ScreenForms.CookiesWork(context.Request)
                    ? (null, new SeeOther(context.GetScreen().Parameters.UrlFor(path, EventOf(broker, action)))) // SCR-42
                    : (who, null);
            case InAppOpening.Expired:
                return (null, ScreenError.TokenExpired);
            case InAppOpening.OtherBroker:
                return (null, ScreenError.BrokerIdMismatch);
            case InAppOpening.Refused refused:
                return (null, refused.Error);
            default:
                return (null, ScreenError.TokenNotFound);
        }
    }

    /// <summary>The module that a screen belongs to; null = to the integration itself.</summary>
    private static Module? ModuleOf(InAppAction action) => action switch
    {
        InAppAction.Deposit => Module.Deposit,
        InAppAction.Withdraw => Module.Withdrawal,
        InAppAction.Kyc => Module.Kyc,
        InAppAction.Action => Module.Actions,
        InAppAction.Chat => Module.Chat,
        _ => null,
    };

    /// <summary>The Firebase event of the first screen (SCR-43).</summary>
    private static string? EventOf(BrokerEntity broker, InAppAction action) => action switch
    {
        InAppAction.Deposit => broker.Settings.Firebase?.Deposit,
        InAppAction.NewAccount => broker.Settings.Firebase?.FurtherAccount,
        _ => null,
    };

    /// <summary>The user, if he may still enter and the account is one of his own (SCR-28).</summary>
    private async Task<(InAppUser? Who, IResult? Answer)> LoadAsync(
        HttpContext context, BrokerEntity broker, InAppSession session, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(broker.Id, session.UserId, cancellationToken) is not { BlockedAt: null } user)
        {
            return (null, ScreenError.BrokerDisabled);
        }

        var screen = context.GetScreen();
        context.SetScreen(screen.For(user.PreferredLanguage) with { StripsToken = context.Request.Query.ContainsKey("token") });
        var own = await accounts.ListAsync(broker.Id, user.Id, cancellationToken);
        if (screen.Parameters.Account is { } asked
            && (session.Account is { } bound ? asked != bound : own.All(account => account.TraderLogin != asked)))
        {
            return (null, ForeignAccount); // the session is about another one, or it is somebody else's
        }

        var who = new InAppUser(session, user, own);
        return session.Account is not null && who.Account is null ? (null, ForeignAccount) : (who, null);
    }
}
