using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.SignIn;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.EmbeddedWeb.Sites;

/// <summary>
/// cTrader Web on the broker's other sites (MOD-6, FLOW-EMBED-2): as a link, as a frame, as a window. Who trades is who is logged in here, or whoever the
/// site's own back end got an OT token for.
/// </summary>
internal static class SiteEndpoints
{
    private const string SiteTokens = "site";

    public static void MapSites(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(SitePaths.Open, OpenAsync);
        pages.MapGet(SitePaths.Frame, FrameAsync);
        pages.MapGet(SitePaths.Connect, ConnectAsync);
        pages.MapPost(SitePaths.Launch, LaunchAsync);
        pages.MapPost(SitePaths.State, StateAsync);
    }

    /// <summary>The frame of a browser that keeps no cookies, as the answer to its login.</summary>
    public static IResult ShowFrame(HttpContext context, string sealedSession) =>
        Show(context, new(TokenFromSite: false, EmbedderOf(context), LogsIn: false, sealedSession));

    /// <summary>A link without any script: with a fresh token on to cTrader Web, by way of the login if need be (FLOW-EMBED-1).</summary>
    private static async Task<IResult> OpenAsync(
        HttpContext context, ScreenFlow flow, AgreementGate agreements, WebLauncher launcher, CancellationToken cancellationToken)
    {
        if (IsPrefetch(context.Request))
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable); // no click yet, so no token (SCR-82)
        }

        if (context.Request.Headers["Sec-Fetch-Dest"].ToString() is "iframe" or "frame")
        {
            return new SeeOther(context.GetScreen().Parameters.UrlFor(SitePaths.Frame));
        }

        var (who, answer) = await EnterAsync(context, flow, agreements, SitePaths.Open, cancellationToken);
        return who is null ? answer!
            : await launcher.LaunchAsync(context, who, context.GetScreen().Parameters.Account, cancellationToken) is { } launch ? new SeeOther(launch.Url)
            : Refusal(context, "account", StatusCodes.Status403Forbidden);
    }

    /// <summary>The page in the frame, or in the window, of a site. It holds no token: its script fetches one, and follows it.</summary>
    private static async Task<IResult> FrameAsync(HttpContext context, ScreenFlow flow, CancellationToken cancellationToken)
    {
        if (!WebLauncher.IsEmbedded(context.GetBroker()))
        {
            return NotOffered(context);
        }

        var embedder = EmbedderOf(context);
        if (context.Request.Query["tokens"] == SiteTokens)
        {
            return embedder is null ? Refusal(context, "origin", StatusCodes.Status403Forbidden) : Show(context, new(TokenFromSite: true, embedder, LogsIn: false, null));
        }

        var who = await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken);
        ClientAreaEndpoints.LeadBackHere(context); // the login, and the way to a first account
        return Show(context, new(TokenFromSite: false, embedder, LogsIn: who is null, null));
    }

    /// <summary>
    /// Opens in a window of its own, where the browser knows the client area's cookie, which it keeps from a frame on another site. The page hands an OT token to
    /// the frame that opened it, and to nobody else.
    /// </summary>
    private static async Task<IResult> ConnectAsync(
        HttpContext context, ScreenFlow flow, AgreementGate agreements, WebLauncher launcher, CancellationToken cancellationToken)
    {
        var (who, answer) = await EnterAsync(context, flow, agreements, SitePaths.Connect, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        var launch = await launcher.LaunchAsync(context, who, context.GetScreen().Parameters.Account, cancellationToken);
        return launch is null ? Refusal(context, "account", StatusCodes.Status403Forbidden) : new ScreenResult<SiteConnectPage>(new SiteConnectModel(launch.Token.Reveal()));
    }

    /// <summary>Makes the token of a frame, or checks the one that its site brought.</summary>
    private static async Task<IResult> LaunchAsync(
        HttpContext context, ScreenFlow flow, AgreementGate agreements, WebLauncher launcher, WebLaunches launches, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var parameters = context.GetScreen().Parameters;
        if (!WebLauncher.IsEmbedded(broker))
        {
            return Json(new() { Error = "not-offered" });
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (form["token"].ToString() is { Length: > 0 } text)
        {
            return OneTimeToken.TryParse(text, out var token) && await launches.FindStateAsync(broker, token, cancellationToken) == LaunchState.Waiting
                ? Opens(WebLauncher.Launch(context, token, parameters.Account), launches)
                : Json(new() { Error = "token" });
        }

        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { } who)
        {
            return Json(new() { Error = "login", Next = parameters.UrlFor(SitePaths.Frame) });
        }

        if ((await agreements.FindMissingAsync(context, who.User, cancellationToken)).Count > 0)
        {
            return Json(new() { Error = "agreements", Next = (context.GetScreen().Parameters with { ClientPage = SitePaths.Frame }).UrlFor(ScreenPaths.Agreements) });
        }

        return await launcher.LaunchAsync(context, who, parameters.Account, cancellationToken) is { } launch
            ? Opens(launch, launches)
            : Json(new() { Error = "account" });
    }

    /// <summary>What became of a token, or whether the user of the frame is still logged in.</summary>
    private static async Task<IResult> StateAsync(HttpContext context, WebLaunches launches, SessionService sessions, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (form["handle"].ToString() is { Length: > 0 } handle)
        {
            var state = await launches.FindStateAsync(broker, handle, cancellationToken);
            return Results.Json(
                new SiteStateAnswer(state switch
                {
                    LaunchState.Waiting => "waiting",
                    LaunchState.Used => "used",
                    LaunchState.Expired => "expired",
                    _ => "unknown",
                }),
                SiteJson.Default.SiteStateAnswer);
        }

        return Results.Json(
            new SiteStateAnswer(await sessions.IsEndedAsync(context, broker, cancellationToken) ? "ended" : "alive"), SiteJson.Default.SiteStateAnswer);
    }

    private static async Task<(FlowUser? Who, IResult? Answer)> EnterAsync(
        HttpContext context, ScreenFlow flow, AgreementGate agreements, string page, CancellationToken cancellationToken)
    {
        if (!WebLauncher.IsOffered(context.GetBroker()))
        {
            return (null, NotOffered(context));
        }

        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { } who)
        {
            return (null, ClientAreaEndpoints.ToLogin(context, page));
        }

        return (await agreements.FindMissingAsync(context, who.User, cancellationToken)).Count == 0
            ? (who, null)
            : (null, new SeeOther((context.GetScreen().Parameters with { ClientPage = page }).UrlFor(ScreenPaths.Agreements)));
    }

    private static ScreenResult<SiteFramePage> Show(HttpContext context, SiteFrameModel model)
    {
        var web = context.GetBroker().Settings.WebUrl!;
        context.SetScreen(context.GetScreen() with { FrameOrigin = web.GetLeftPart(UriPartial.Authority), OwnStylesUrl = ScreenAssets.Current.EmbedStylesUrl });
        return new(model);
    }

    /// <summary>Explains it to people, and tells the site's script (FLOW-EMBED-8).</summary>
    private static ScreenResult<SiteRefusalPage> NotOffered(HttpContext context) => Refusal(context, "not-offered", StatusCodes.Status404NotFound);

    private static ScreenResult<SiteRefusalPage> Refusal(HttpContext context, string code, int status)
    {
        context.SetScreen(context.GetScreen() with { OwnStylesUrl = ScreenAssets.Current.EmbedStylesUrl });
        return new(new SiteRefusalModel(code, EmbedderOf(context)), status);
    }

    private static IResult Opens(WebLaunch launch, WebLaunches launches) => Json(new() { Url = launch.Url, Handle = launches.HandleOf(launch.Token) });

    private static IResult Json(SiteLaunchAnswer answer) => Results.Json(answer, SiteJson.Default.SiteLaunchAnswer);

    private static string? EmbedderOf(HttpContext context) => WebOrigin.Find(context.GetBroker(), context.GetScreen().Parameters.Embedder);

    private static bool IsPrefetch(HttpRequest request) =>
        request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase)
        || request.Headers["Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase);
}
