using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Ribbons.Delivery;
using Drawbridge.Broker.Ribbons.Planning;
using Drawbridge.Broker.Traders;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Ribbons.Traders;

/// <summary>What a trader sees, is to see, and why. Only campaigns of the trader's own broker are told of (BID-44).</summary>
internal sealed class TraderRibbons(Database database, RibbonProgressStore records, AudienceQueries audiences, TimeProvider time)
{
    public async Task<TraderRibbonView> FindAsync(BrokerEntity broker, TraderRow trader, CancellationToken cancellationToken)
    {
        var record = trader.CtraderUserId is { } ctraderUserId ? await records.FindAsync(broker.Crm.Id, ctraderUserId, cancellationToken) : null;
        var campaigns = await database.ReadAsync(session => CampaignStore.ListApprovedAsync(session, broker.Id), cancellationToken);
        var own = (await database.ReadAsync(session => CampaignStore.ListIdsAsync(session, broker.Id), cancellationToken)).ToHashSet();
        var planned = record?.PlannedSet.Ribbons ?? [];
        var reasons = new List<TraderCampaign>();
        foreach (var campaign in campaigns)
        {
            reasons.Add(await ExplainAsync(broker, trader, campaign, planned, cancellationToken));
        }

        var confirmed = record?.ConfirmedSet.Ribbons ?? [];
        return new(record, [.. planned.Where(one => own.Contains(one.Campaign))], [.. confirmed.Where(one => own.Contains(one.Campaign))], reasons);
    }

    private async Task<TraderCampaign> ExplainAsync(
        BrokerEntity broker, TraderRow trader, Campaign campaign, IReadOnlyList<PlannedRibbon> planned, CancellationToken cancellationToken)
    {
        var content = campaign.LiveContent!;
        var now = time.GetUtcNow();
        var reasons = new List<AudienceReason>
        {
            new("The broker has ribbons", RibbonModule.IsOn(broker)),
            new("The campaign is not paused", campaign.State == CampaignState.Live),
            new("Its schedule shows it now", content.Schedule.ShowsAt(now)),
        };
        reasons.AddRange(await audiences.ExplainAsync(broker, campaign.Id, content, trader.Id, cancellationToken));
        var isPlanned = planned.Any(one => one.Campaign == campaign.Id);
        if (!isPlanned && reasons.TrueForAll(static one => one.Holds))
        {
            reasons.Add(new("There is room for it beside ribbons of a greater priority, and it is planned already", Holds: false));
        }

        var narrower = content.Scope switch
        {
            RibbonScope.Account => false,
            RibbonScope.Broker => planned.Any(static one => one.Ribbon.CtidTraderAccountId is not null),
            _ => planned.Any(static one => one.Ribbon.CtidTraderAccountId is not null || one.Ribbon.BrokerName is not null),
        };
        return new(campaign, isPlanned, isPlanned && narrower, reasons);
    }
}

/// <summary>What is known of a trader's ribbons.</summary>
/// <param name="Record">How planned and confirmed compare; null = there never was one.</param>
/// <param name="Planned">What the trader is to see.</param>
/// <param name="Confirmed">What the platform has confirmed.</param>
/// <param name="Campaigns">Each approved campaign of the broker, and why the trader is to see it or not.</param>
internal sealed record TraderRibbonView(
    RibbonRecord? Record, IReadOnlyList<PlannedRibbon> Planned, IReadOnlyList<PlannedRibbon> Confirmed, IReadOnlyList<TraderCampaign> Campaigns);

/// <summary>A campaign for a trader.</summary>
/// <param name="Campaign">Which.</param>
/// <param name="IsPlanned">Whether it is in the planned set.</param>
/// <param name="Covered">Whether some sessions show narrower ribbons in its place (B2P-3.9-14..16).</param>
/// <param name="Reasons">What has to hold, and whether it does.</param>
internal sealed record TraderCampaign(Campaign Campaign, bool IsPlanned, bool Covered, IReadOnlyList<AudienceReason> Reasons);
