using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners.Rewards.Statements;
using Drawbridge.Broker.Payments;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Partners.Rewards.Facts;

/// <summary>What payments mean for partners.</summary>
internal static class PaymentFacts
{
    /// <summary>An account has got a deposit: a fact, or the payment of a statement. Part of the payment's write.</summary>
    public static async Task NoteAsync(DbSession session, JobQueue jobs, BrokerEntity broker, Payment payment, DateTimeOffset now)
    {
        if (payment.Source == PaymentSource.PartnerReward)
        {
            await StatementStore.MarkPaidAsync(session, broker.Id, payment.Id, now);
        }
        else if (await FactStore.AddDepositAsync(session, payment, broker.Settings.Platform.EnvironmentName, now) && broker.Settings.Offers(Module.Invite)
            && await session.FindAsync<long?>("select id from partner_plan_assignments where broker_id = @Id limit 1", new { broker.Id }) is not null)
        {
            await jobs.EnqueueAsync(session, RewardWork.Request(broker.Id));
        }
    }
}
