using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.Partners.Agreements;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Links;
using Drawbridge.Broker.Partners.Links.Clicks;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Tree;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Partners.Portal;

/// <summary>Reads what the partner's pages show.</summary>
internal sealed class PortalReader(
    AccountStore accounts, AttributionService attributions, PartnerSweep sweep, PartnerLinkStore links, PartnerClickStore clicks, PartnerLineStore lines, PartnerAgreements agreements,
    TimeProvider time)
{
    private const int PageLength = 25;

    /// <summary>What somebody who is no partner yet, or not with every account, can do about it.</summary>
    public async Task<JoinModel> ReadJoinAsync(HttpContext context, PortalVisit visit, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var settings = broker.Settings.Partners;
        var own = await accounts.ListAsync(broker.Id, visit.Who.User.Id, cancellationToken);
        var isByAccount = settings.Level == PartnerLevel.Account;
        var free = isByAccount ? own.Where(account => visit.Partners.All(partner => partner.AccountId != account.Id)).ToList() : null;
        return new(
            visit, settings.Registration, NeedsAccount(broker, visit) || (isByAccount && own.Count == 0),
            free?.Select(account => new ClientAccount(account.TraderLogin, account.DepositCurrency, broker.Settings.IsDemo(account.EnvironmentName), account.EnvironmentName)).ToList())
        {
            Agreements = new(
                await agreements.FindMissingAsync(broker, visit.Who.User.Id, context.GetScreen().Texts.Language, cancellationToken), AgreedVersions.None, new()),
        };
    }

    public async Task<OverviewModel> ReadOverviewAsync(HttpContext context, PortalVisit visit, Partner partner, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        await sweep.ReadIdentifiersAsync(broker.Id, cancellationToken);
        var join = broker.Settings.Partners is { Level: PartnerLevel.Account, Registration: not PartnerRegistration.Closed } ? await ReadJoinAsync(context, visit, cancellationToken) : null;
        return new(
            visit,
            ReferralUrl(context, broker, partner),
            await attributions.CountAsync(broker.Id, partner.Id, cancellationToken),
            await clicks.CountAsync(broker.Id, partner.Id, time.GetUtcNow().AddDays(-OverviewModel.Days), cancellationToken),
            await lines.CountBelowAsync(broker.Id, partner.Id, time.GetUtcNow(), withRejected: false, cancellationToken),
            NeedsAccount(broker, visit),
            join is { Accounts.Count: > 0 } ? join : null);
    }

    public async Task<IReadOnlyList<ShownLink>> ListLinksAsync(HttpContext context, Partner partner, CancellationToken cancellationToken)
    {
        var rows = await links.ListAsync(partner.BrokerId, partner.Id, long.MaxValue, 2 * PartnerLinkService.Most, cancellationToken);
        return await CountAsync(context, rows, cancellationToken);
    }

    public async Task<ShownLink?> FindLinkAsync(HttpContext context, Partner partner, long id, CancellationToken cancellationToken) =>
        await links.FindAsync(partner.BrokerId, partner.Id, id, cancellationToken) is { } link ? (await CountAsync(context, [link], cancellationToken))[0] : null;

    /// <summary>A page of the partner's traders, as far as the broker tells (INV-9).</summary>
    public async Task<TradersModel> ReadTradersAsync(HttpContext context, PortalVisit visit, Partner partner, long before, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        await sweep.ReadIdentifiersAsync(broker.Id, cancellationToken);
        var count = await attributions.CountAsync(broker.Id, partner.Id, cancellationToken);
        if (broker.Settings.Partners.Traders == TraderDetails.Counts)
        {
            return new(visit, count, Traders: null, OlderUrl: null);
        }

        var rows = await attributions.ListAsync(broker.Id, partner.Id, before, PageLength + 1, cancellationToken);
        return new(
            visit, count, [.. rows.Take(PageLength).Select(row => ShownTrader.Of(row, broker.Settings.Partners.Traders))],
            OlderUrl(context, visit, ScreenPaths.PartnerTraders, rows, static row => row.UserId));
    }

    public async Task<NetworkModel> ReadNetworkAsync(HttpContext context, PortalVisit visit, Partner partner, long before, CancellationToken cancellationToken)
    {
        var rows = await lines.ListBelowAsync(partner.BrokerId, partner.Id, time.GetUtcNow(), before, PageLength + 1, withRejected: false, cancellationToken);
        var traders = await attributions.CountAsync(partner.BrokerId, [.. rows.Select(static row => row.Id)], cancellationToken);
        return new(visit, [.. rows.Take(PageLength).Select(row => new SubPartner(row, traders.GetValueOrDefault(row.Id)))], OlderUrl(context, visit, ScreenPaths.PartnerNetwork, rows, static row => row.Id));
    }

    private static string? OlderUrl<T>(HttpContext context, PortalVisit visit, string path, IReadOnlyList<T> rows, Func<T, long> numberOf) => rows.Count <= PageLength
        ? null
        : Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(
            visit.UrlFor(context.GetScreen(), path), "before", numberOf(rows[PageLength - 1]).ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The sign-up of a browser, with the identifier (FLOW-ATTR1-3).</summary>
    private static string ReferralUrl(HttpContext context, BrokerEntity broker, Partner partner) =>
        $"https://{context.Request.Host}" + new ScreenParameters
        {
            BrokerName = broker.Name.Value, BrokerCrmName = broker.Crm.Name.Value, FirstLogin = true, PartnerId = partner.Identifier, ToClientArea = true,
        }.UrlFor(ScreenPaths.Login);

    /// <summary>Where users come from this side, a partner must be one at the platform, too; where the platform has its own, it knows them.</summary>
    private static bool NeedsAccount(BrokerEntity broker, PortalVisit visit) => broker.Settings.TakesOwnTokens && visit.Who.User.CtraderUserId is null;

    private async Task<IReadOnlyList<ShownLink>> CountAsync(HttpContext context, IReadOnlyList<PartnerLink> rows, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        var counts = (await links.CountAsync(broker.Id, [.. rows.Select(static row => row.Id)], cancellationToken)).ToDictionary(static count => count.LinkId);
        return [.. rows.Select(row => new ShownLink(row, LinkAddress.Of(row, broker, context.Request), counts[row.Id].Clicks, counts[row.Id].SignUps))];
    }
}
