using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Links;
using Drawbridge.Platform.Ribbons;

namespace Drawbridge.Platform.Sessions;

/// <summary>What an application gets to see of its session.</summary>
internal sealed class SessionViews(LinkStore links, RibbonStore ribbons, BrokerDirectory brokers)
{
    /// <param name="sessionId">The session's handle.</param>
    /// <param name="session">The session.</param>
    /// <param name="accountId">The account that the application is at, for its ribbons; null for those of all accounts.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task<SessionView> OfAsync(string sessionId, AppSessionRow session, long? accountId, CancellationToken cancellationToken)
    {
        var accounts = await links.ListAsync(session.UserId, session.BrokerName, cancellationToken); // BID-44
        return new()
        {
            SessionId = sessionId,
            UserId = session.UserId,
            Accounts = [.. accounts.Select(static a =>
                new AccountView(a.Login, a.CtidTraderAccountId, a.BrokerName, a.EnvironmentName, a.DepositCurrency, a.Balance, a.MoneyDigits))],
            Ribbons = await RibbonsAsync(session, accountId is { } one ? [one] : [.. accounts.Select(static a => a.CtidTraderAccountId)], cancellationToken),
        };
    }

    private async Task<IReadOnlyList<Protocol.Platform.Ribbon>> RibbonsAsync(
        AppSessionRow session, IReadOnlyList<long> accountIds, CancellationToken cancellationToken) =>
        brokers.FindBroker(session.BrokerName) is { Options.Identity: IdentityMode.Sso } broker // B2P-3.9-18
            ? RibbonSelection.ForAny(
                await ribbons.ListAsync(broker.BrokerCrmName.Value, session.UserId, cancellationToken), session.BrokerName, accountIds)
            : [];
}
