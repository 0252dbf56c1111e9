using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners.Portal;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.ClientArea.Home;

/// <summary>Reads what the start page shows. Nothing of it but balances is anybody else's, so the page is there while the platform is not.</summary>
internal sealed class HomeReader(
    IClientAccounts accounts, IAccountBalances balances, PaymentStore payments, HomeDocumentReader documents, HomeSecurityReader security, PartnerPortal partners, TimeProvider time)
{
    private const int ShownPayments = 5;

    public async Task<HomeModel> ReadAsync(HttpContext context, BrokerUser user, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        return new(
            user.DisplayName,
            await ReadAccountsAsync(broker, user, cancellationToken),
            OffersOf(broker.Settings),
            await payments.ListAsync(broker.Id, user.Id, ShownPayments, cancellationToken),
            await documents.ReadAsync(context, user, cancellationToken),
            await security.ReadAsync(context, user, cancellationToken),
            await partners.IsOfferedAsync(broker, user.Id, cancellationToken));
    }

    private static HomeOffers OffersOf(BrokerSettings settings) => new(
        settings is { WebUrl: not null, TakesOwnTokens: true },
        settings is { TakesOwnTokens: true } && settings.Offers(Module.EmbeddedWeb),
        settings.TakesOwnTokens,
        settings.Serves(Module.Deposit),
        settings.Serves(Module.Withdrawal));

    private async Task<IReadOnlyList<HomeAccount>> ReadAccountsAsync(BrokerEntity broker, BrokerUser user, CancellationToken cancellationToken)
    {
        var own = await accounts.ListAsync(broker, user.Id, cancellationToken);
        var known = await balances.ReadAsync(broker, own, cancellationToken);
        var oldest = time.GetUtcNow() - PlatformBalances.Fresh;
        return [.. own.Select(account => new HomeAccount(account, known.GetValueOrDefault(account.TraderLogin), known.TryGetValue(account.TraderLogin, out var one) && one.ReadAt <= oldest))];
    }
}
