using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Introducers;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Referrals;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Events;

/// <summary>Something that was decided about a partner.</summary>
/// <param name="Event">Such as <see cref="PartnerEvents.Moved"/>.</param>
internal sealed record PartnerChange(string Event)
{
    /// <summary>Who decided.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Of a move and of a registration: under whom; null = at the top.</summary>
    public long? ParentId { get; init; }

    /// <summary>Of a move: since when it holds.</summary>
    public DateTimeOffset? From { get; init; }
}

/// <summary>What follows on a change of a partner: the identifier at the platform, the second level partner of the traders, and the CRM's event.</summary>
internal sealed class PartnerFollowUps(PartnerEvents events, ReferralJobs referrals, IntroducerJobs introducers)
{
    /// <summary>Part of the write that changed the partner.</summary>
    public async Task FollowAsync(DbSession session, BrokerEntity broker, Partner partner, PartnerChange change)
    {
        await referrals.EnqueueAsync(session, broker.Id, partner.Id);
        await events.AddAsync(session, broker, change.Event, partner, change.ParentId, change.From, change.By, change.Reason);
        if (change.Event == PartnerEvents.Moved && broker.Settings.Partners.IntroducingBrokers)
        {
            await introducers.WalkAsync(session, broker.Id, partner.Id, runAt: change.From);
        }
    }
}
