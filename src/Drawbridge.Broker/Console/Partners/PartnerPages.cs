using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Partners.Agreements;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Transfers;
using Drawbridge.Broker.Partners.Tree;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Partners;

/// <summary>Puts together what the pages about one partner show.</summary>
internal sealed class PartnerPages(
    PartnerDeskStore desk, PartnerStore partners, PartnerLineStore lines, PartnerAgreements agreements, AttributionService attributions, TransferStore transfers, PartnerSweep sweep,
    AuditStore audit, TimeProvider time)
{
    public const int PageLength = 50;
    public const int MostCounted = 10_001;

    private const int MostEntries = 200;

    public static string ObjectOf(long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"partner {id}");

    public async Task<PartnerPageModel> ShowAsync(Partner partner, BrokerEntity broker, FormErrors errors, ActDraft draft, CancellationToken cancellationToken)
    {
        await sweep.ReadIdentifiersAsync(broker.Id, cancellationToken);
        return new(
            partner, broker, await desk.GetBackgroundAsync(partner, cancellationToken), await lines.ListAboveAsync(broker.Id, partner.Id, time.GetUtcNow(), cancellationToken),
            await desk.CountTradersAsync(broker.Id, partner.Id, MostCounted, cancellationToken),
            partner.UserId is { } user ? await agreements.ListAsync(broker.Id, user, cancellationToken) : [], errors, draft);
    }

    public async Task<PartnerNetworkModel> ShowNetworkAsync(HttpContext context, Partner partner, BrokerEntity broker, CancellationToken cancellationToken)
    {
        var asOf = AsOf.Read(context.Request.Query["asOf"]);
        var at = asOf ?? time.GetUtcNow();
        var below = await lines.ListBelowAsync(broker.Id, partner.Id, at, PartnerFilter.BeforeOf(context.Request.Query) ?? long.MaxValue, PageLength + 1, withRejected: true, cancellationToken);
        return new(partner, broker, asOf, await lines.ListAboveAsync(broker.Id, partner.Id, at, cancellationToken), [.. below.Take(PageLength)], below.Count > PageLength);
    }

    public async Task<PartnerTradersModel> ShowTradersAsync(
        HttpContext context, Partner partner, BrokerEntity broker, FormErrors errors, ActDraft draft, CancellationToken cancellationToken)
    {
        await sweep.ReadIdentifiersAsync(broker.Id, cancellationToken);
        var rows = await attributions.ListAsync(broker.Id, partner.Id, PartnerFilter.BeforeOf(context.Request.Query) ?? long.MaxValue, PageLength + 1, cancellationToken);
        var moving = new List<TransferLine>();
        foreach (var one in await transfers.ListAsync(broker.Id, partner.Id, long.MaxValue, 10, cancellationToken))
        {
            var isAway = one.FromPartnerId == partner.Id;
            moving.Add(new(one, (await partners.FindAsync(broker.Id, isAway ? one.ToPartnerId : one.FromPartnerId, cancellationToken))!, isAway));
        }

        return new(partner, broker, [.. rows.Take(PageLength)], rows.Count > PageLength, moving, errors, draft);
    }

    public async Task<PartnerHistoryModel> ShowHistoryAsync(HttpContext context, Partner partner, BrokerEntity broker, CancellationToken cancellationToken) => new(
        partner, broker, await lines.ListMovesAsync(broker.Id, partner.Id, MostEntries, cancellationToken),
        await audit.ListAsync(
            context.GetCaller().Scope, new(Actor: null, Act: null, ObjectOf(partner.Id), From: null, Until: null, long.MaxValue, MostEntries), cancellationToken));
}
