using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Events;
using Drawbridge.Broker.Partners.Introducers;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Attribution;

/// <summary>What follows when the ledger of a trader comes to another partner: it is kept for reports, the CRM is told, and the platform is.</summary>
internal sealed class AttributionChanges(BrokerDirectory directory, PartnerEvents events, IntroducerJobs introducers, TimeProvider time)
{
    /// <summary>Does nothing when the trader stays with whom he was. Part of the write that changed the ledger.</summary>
    public async Task FollowAsync(DbSession session, long brokerId, long userId, AttributionResult before, AttributionResult after)
    {
        if (before.PartnerId == after.PartnerId)
        {
            return;
        }

        var now = time.GetUtcNow();
        await session.ExecuteAsync(
            """
            insert into attribution_spans (broker_id, user_id, partner_id, event_id, is_first, from_at, recorded_at)
            select @brokerId, @userId, @PartnerId, @EventId,
              @isSomebodys and not exists (select 1 from attribution_spans where user_id = @userId and partner_id is not null), @from, @now
            """,
            new { brokerId, userId, after.PartnerId, after.EventId, isSomebodys = after.PartnerId is not null, from = after.Since ?? now, now });
        if (directory.Current.FindBroker(brokerId) is not { } broker)
        {
            return;
        }

        await events.AddAsync(session, broker, userId, before, after);
        if (broker.Settings.Partners.IntroducingBrokers)
        {
            await introducers.EnqueueAsync(session, brokerId, userId);
        }
    }
}
