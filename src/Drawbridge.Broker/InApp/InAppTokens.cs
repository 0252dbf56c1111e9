using System.Diagnostics;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Handoff;
using Drawbridge.Broker.Screens;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.InApp;

/// <summary>
/// Trades the token of a screen's address for a session: any screen (FLOW-HANDOFF-2, MOD-21..23), with the same parameters either way (FLOW-HANDOFF-4). Which tokens are accepted follows the broker's identity option, and nothing else does
/// (FLOW-MIGRATE-6): under single sign-on ours, under handoff the platform's, while switching both, ours first (FLOW-MIGRATE-7, MOD-44).
/// </summary>
internal sealed class InAppTokens(InAppSessions sessions, HandoffService handoff)
{
    private static readonly InAppOpening.Refused NotRegistered = new(ScreenError.NotRegistered);

    private static readonly InAppOpening.Refused Misconfigured = new(ScreenError.Misconfigured);

    public async Task<InAppOpening> OpenAsync(
        HttpContext context, BrokerEntity broker, InAppAction action, OneTimeToken token, CancellationToken cancellationToken)
    {
        InAppOpening opening = broker.Settings.TakesOwnTokens
            ? await sessions.OpenAsync(context, broker, action, token, context.GetScreen().Parameters.Account, cancellationToken)
            : new InAppOpening.Unknown();
        return opening is InAppOpening.Unknown && broker.Settings.TakesPlatformTokens
            ? await HandOverAsync(context, broker, action, token, cancellationToken)
            : opening;
    }

    private async Task<InAppOpening> HandOverAsync(
        HttpContext context, BrokerEntity broker, InAppAction action, OneTimeToken token, CancellationToken cancellationToken) =>
        await handoff.RedeemAsync(broker, token, context.Connection.RemoteIpAddress, cancellationToken) switch
        {
            // From here on nothing differs (FLOW-HANDOFF-9). The account is the one that the platform says, whatever the address asks for: that is compared afterwards (SCR-28).
            HandoffResult.Known known => await sessions.BeginAsync(context, broker, action, token, known.User.Id, known.TraderLogin, cancellationToken),
            HandoffResult.LinkExpired => new InAppOpening.Unknown(),
            HandoffResult.OtherBroker => new InAppOpening.OtherBroker(),
            HandoffResult.NotRegistered => NotRegistered,
            HandoffResult.Away away => new InAppOpening.Refused(ScreenError.PlatformAway(away.RetryAfter)),
            HandoffResult.Misconfigured => Misconfigured,
            _ => throw new UnreachableException(),
        };
}
