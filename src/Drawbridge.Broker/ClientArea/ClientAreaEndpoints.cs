using System.Globalization;
using Drawbridge.Broker.AccessTokens;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea.Home;
using Drawbridge.Broker.EmbeddedWeb;
using Drawbridge.Broker.EmbeddedWeb.Sites;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Passkeys;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.Security;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.StepUp;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.ClientArea;

/// <summary>The client area: login, accounts, the way to cTrader Web, logout (SCR-12, FLOW-LOGOUT-1); only for who is logged in (FLOW-GEN-5).</summary>
internal static class ClientAreaEndpoints
{
    public static void MapClientArea(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("").ResolveBroker().AsScreens();
        pages.MapGet(ScreenPaths.ClientLogin, OpenLogin);
        pages.MapPost(ScreenPaths.ClientLogin, LogInAsync);
        pages.MapGet(ScreenPaths.Client, HomeAsync);
        pages.MapPost(ScreenPaths.OpenTrading, OpenTradingAsync);
        pages.MapGet(ScreenPaths.OpenTrading, ToHome);
        pages.MapPost(ScreenPaths.ClientLogout, LogOutAsync);
        pages.MapGet(ScreenPaths.ClientLogout, ToHome);
        pages.MapHomeActions();
        pages.MapEmbeddedWeb();
        pages.MapSites();
        pages.MapSecurity();
        pages.MapSecondFactorSettings();
        pages.MapPasskeySettings();
        pages.MapStepUp();
        pages.MapDevices();
    }

    /// <summary>Who is logged in, with links of the page leading back here; null leads to <see cref="ToLogin"/>.</summary>
    public static async Task<FlowUser?> FindUserAsync(HttpContext context, ScreenFlow flow, CancellationToken cancellationToken)
    {
        if (await flow.FindUserAsync(context, cancellationToken) is not { } who)
        {
            return null;
        }

        LeadBackHere(context);
        return who;
    }

    /// <summary>The login, and from there to a page of the client area.</summary>
    public static SeeOther ToLogin(HttpContext context, string? page = null, bool loggedOut = false)
    {
        var parameters = context.GetScreen().Parameters with { ToClientArea = false, ClientPage = page };
        var url = parameters.UrlFor(ScreenPaths.ClientLogin);
        return new(loggedOut ? QueryHelpers.AddQueryString(url, "loggedOut", "true") : url);
    }

    private static SeeOther ToHome(HttpContext context) => new(context.GetScreen().Parameters.UrlFor(ScreenPaths.Client));

    private static IResult OpenLogin(HttpContext context)
    {
        LeadBackHere(context);
        var loggedOut = context.Request.Query["loggedOut"] == "true";
        return SignInEndpoints.ShowLogin(context, ScreenPaths.ClientLogin, loggedOut: loggedOut);
    }

    /// <summary>A login always begins a new session; "Keep me logged in" is remembered with it (FLOW-KMLI-4).</summary>
    private static async Task<IResult> LogInAsync(HttpContext context, SignInService signIn, SecondFactorGate gate, CancellationToken cancellationToken)
    {
        LeadBackHere(context);
        var (user, keep, answer) = await SignInEndpoints.CheckAsync(context, ScreenPaths.ClientLogin, signIn, cancellationToken);
        return user is null ? answer! : await gate.PassAsync(context, user, keep, OneTimeTokenPurpose.SignIn, toClientArea: true, cancellationToken);
    }

    /// <summary>The page that was asked for before the login, or the first one.</summary>
    /// <param name="context">The request.</param>
    /// <param name="sealedSession">The session that has just begun, for a frame on another site whose browser keeps no cookies; null = a cookie has it.</param>
    public static IResult ToPage(HttpContext context, string? sealedSession = null)
    {
        var parameters = context.GetScreen().Parameters;
        if (sealedSession is not null && parameters.ClientPage == SitePaths.Frame)
        {
            return SiteEndpoints.ShowFrame(context, sealedSession);
        }

        return parameters.ClientPage is { } page ? new SeeOther((parameters with { ClientPage = null }).UrlFor(page)) : ToHome(context);
    }

    private static async Task<IResult> HomeAsync(
        HttpContext context, ScreenFlow flow, AgreementGate agreements, HomeReader home, CancellationToken cancellationToken)
    {
        if (await FindUserAsync(context, flow, cancellationToken) is not { } who)
        {
            return ToLogin(context);
        }

        if ((await agreements.FindMissingAsync(context, who.User, cancellationToken)).Count > 0)
        {
            return new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Agreements));
        }

        var model = await home.ReadAsync(context, who.User, cancellationToken);
        context.SetScreen(context.GetScreen() with { OwnStylesUrl = ScreenAssets.Current.HomeStylesUrl });
        return new ScreenResult<ClientHomePage>(model);
    }

    /// <summary>Makes the OT token at the moment of the click (SCR-82, FLOW-EMBED-3) and goes to cTrader Web with it (SCR-80, SCR-81, FLOW-EMBED-4), which exchanges it and needs no second login (FLOW-EMBED-5..7).</summary>
    private static async Task<IResult> OpenTradingAsync(
        HttpContext context, ScreenFlow flow, AgreementGate agreements, WebLauncher launcher, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (await flow.FindUserAsync(context, cancellationToken) is not { } who)
        {
            return ToLogin(context, form["embedded"].Count > 0 ? ScreenPaths.Trade : null); // FLOW-EMBED-1
        }

        if ((await agreements.FindMissingAsync(context, who.User, cancellationToken)).Count > 0)
        {
            LeadBackHere(context);
            return new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Agreements));
        }

        long? account = long.TryParse(form["acc"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : null;
        return await launcher.LaunchAsync(context, who, account, cancellationToken) is { } launch
            ? new SeeOther(launch.Url)
            : ScreenError.Of(StatusCodes.Status403Forbidden, CrmErrorCode.InsufficientPermissions, "The account cannot be opened");
    }

    /// <summary>
    /// Ends every session here, revokes the access tokens, which would log the applications in again (FLOW-LOGOUT-4), and has the platform
    /// end its sessions (FLOW-LOGOUT-1).
    /// </summary>
    private static async Task<IResult> LogOutAsync(
        HttpContext context,
        ScreenFlow flow,
        SessionService sessions,
        AccessTokenService accessTokens,
        IPlatformLogout platformLogout,
        CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        if (await flow.FindUserAsync(context, cancellationToken) is { } who)
        {
            await sessions.EndAllAsync(broker, who.User.Id, cancellationToken);
            await accessTokens.RevokeAllAsync(broker, who.User.Id, CancellationToken.None);
            await platformLogout.RequestAsync(broker, who.User, CancellationToken.None);
        }

        SessionService.Forget(context.Response, broker);
        return ToLogin(context, loggedOut: true);
    }

    /// <summary>Links of this page belong to the client area's flow: signup and account creation lead back here.</summary>
    public static void LeadBackHere(HttpContext context)
    {
        var screen = context.GetScreen();
        context.SetScreen(screen with
        {
            Parameters = screen.Parameters with
            {
                ToClientArea = true,
                BrokerName = screen.Broker!.Name.Value,
                BrokerCrmName = screen.Broker.Crm.Name.Value,
            },
        });
    }
}
