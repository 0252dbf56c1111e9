using System.Globalization;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SignIn;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.EmbeddedWeb;

/// <summary>cTrader Web as a part of the client area (SCR-13, MOD-6, MOD-60); only under SSO (MOD-20, FLOW-EMBED-8), which the settings' validation sees to.</summary>
internal static class EmbeddedWebEndpoints
{
    private static ScreenError ForeignAccount { get; } =
        ScreenError.Link(StatusCodes.Status403Forbidden, CrmErrorCode.InsufficientPermissions, "The account cannot be used");

    public static void MapEmbeddedWeb(this IEndpointRouteBuilder pages) => pages.MapGet(ScreenPaths.Trade, OpenAsync);

    /// <summary>The page with an account.</summary>
    public static string UrlOf(Screen screen, ClientAccount account) => QueryHelpers.AddQueryString(
        (screen.Parameters with { Account = null }).UrlFor(ScreenPaths.Trade), "acc", account.TraderLogin.ToString(CultureInfo.InvariantCulture));

    private static async Task<IResult> OpenAsync(
        HttpContext context, ScreenFlow flow, AgreementGate agreements, IClientAccounts accounts, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        if (!broker.Settings.Offers(Module.EmbeddedWeb) || broker.Settings.WebUrl is not { } web)
        {
            return ScreenError.NotOffered;
        }

        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { } who)
        {
            return ClientAreaEndpoints.ToLogin(context, ScreenPaths.Trade); // FLOW-EMBED-1
        }

        if ((await agreements.FindMissingAsync(context, who.User, cancellationToken)).Count > 0)
        {
            return new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Agreements));
        }

        var own = await accounts.ListAsync(broker, who.User.Id, cancellationToken);
        var screen = context.GetScreen();
        if (own.Count == 0)
        {
            return new SeeOther(screen.Parameters.UrlFor(ScreenPaths.Client));
        }

        if ((screen.Parameters.Account is { } asked ? own.FirstOrDefault(account => account.TraderLogin == asked) : own[0]) is not { } chosen)
        {
            return ForeignAccount;
        }

        context.SetScreen(screen with { FrameOrigin = web.GetLeftPart(UriPartial.Authority), OwnStylesUrl = ScreenAssets.Current.TradeStylesUrl });
        return new ScreenResult<EmbeddedWebPage>(new EmbeddedWebModel(chosen, own));
    }
}
