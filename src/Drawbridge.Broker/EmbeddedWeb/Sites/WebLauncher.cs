using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SignIn;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.EmbeddedWeb.Sites;

/// <summary>A way into cTrader Web.</summary>
/// <param name="Url">The address with its OT token (SCR-80).</param>
/// <param name="Token">The token of the address.</param>
internal sealed record WebLaunch(string Url, OneTimeToken Token);

/// <summary>Makes the way into cTrader Web, at the moment of the click (SCR-82, FLOW-EMBED-3).</summary>
internal sealed class WebLauncher(IClientAccounts accounts, OneTimeTokenService tokens)
{
    /// <summary>Whether there is a way at all: only where the broker's users log in here (FLOW-EMBED-8).</summary>
    public static bool IsOffered(BrokerEntity broker) => broker.Settings is { WebUrl: not null, TakesOwnTokens: true };

    /// <summary>Whether it can be taken inside of pages, too (MOD-20).</summary>
    public static bool IsEmbedded(BrokerEntity broker) => IsOffered(broker) && broker.Settings.Offers(Module.EmbeddedWeb);

    /// <summary>With a token for who is logged in; null when it is not offered, or the account is not one of the user's (SCR-28).</summary>
    /// <param name="context">The request.</param>
    /// <param name="who">Who is logged in; the choice of that login goes with the token (DEC-15).</param>
    /// <param name="account">The account to open with; null = the user's first.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<WebLaunch?> LaunchAsync(HttpContext context, FlowUser who, long? account, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var own = await accounts.ListAsync(broker, who.User.Id, cancellationToken);
        var chosen = account is { } asked ? own.FirstOrDefault(one => one.TraderLogin == asked) : own.Count > 0 ? own[0] : null;
        return IsOffered(broker) && chosen is not null && who.User.CtraderUserId is { } ctraderUserId
            && await tokens.IssueAsync(broker, ctraderUserId, OneTimeTokenPurpose.EmbeddedWeb, who.Kept, cancellationToken) is { } issued
                ? Launch(context, issued.Token, chosen.TraderLogin)
                : null;
    }

    /// <summary>With a token that somebody else brings.</summary>
    public static WebLaunch Launch(HttpContext context, OneTimeToken token, long? account)
    {
        var screen = context.GetScreen();
        var url = Deeplink.Resolve(context.GetBroker().Settings.WebUrl!, screen.Parameters.DeepLink);
        return new(
            QueryHelpers.AddQueryString(url.AbsoluteUri, new Dictionary<string, string?>
            {
                ["source"] = "web",
                ["token"] = token.Reveal(),
                ["lang"] = screen.Texts.Language, // DEC-28
                ["acc"] = account?.ToString(CultureInfo.InvariantCulture), // DEC-9
                ["theme"] = screen.Theme,
            }),
            token);
    }
}
