using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Kyc.Rights;
using Drawbridge.Broker.Partners.Introducers;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Onboarding.Steps;

/// <summary>Links account and user (3.4, FLOW-CREATE-11). It may be repeated: a second link is refused by the platform.</summary>
internal sealed class LinkStep(BrokerPlatform platforms, AccountPassword passwords, WriteOnce writes, JobQueue jobs)
{
    public async Task<StepOutcome> RunAsync(
        ClaimedTask task, AccountOpening opening, long traderLogin, long ctraderUserId, CancellationToken cancellationToken)
    {
        var platform = await platforms.ForAsync(task.Broker, opening.EnvironmentName, cancellationToken);
        var mayBeEarlier = task.Row.HasOpenIntent;
        var intent = writes.NewIntent();
        await task.RecordIntentAsync(intent, before: null, cancellationToken);
        var result = await writes.SendAsync(
            intent,
            token => platform.Links.LinkAsync(traderLogin, passwords.Open(opening), ctraderUserId, opening.EnvironmentName, token),
            cancellationToken);
        switch (result)
        {
            case PlatformResult<long?>.Answered linked:
                return await CompleteAsync(task, opening, traderLogin, linked.Value, cancellationToken);

            // ERR-35: by an earlier call of ours whose answer was lost. The platform has no call to read the link's id.
            case PlatformResult<long?>.Refused { ErrorCode: PlatformErrorCode.TraderAlreadyLinked } when mayBeEarlier:
                return await CompleteAsync(task, opening, traderLogin, ctidTraderAccountId: null, cancellationToken);
            case PlatformResult<long?>.Ambiguous:
                return StepOutcome.Of(result);
        }

        if (!mayBeEarlier)
        {
            await task.ResolveIntentAsync(cancellationToken);
        }

        return StepOutcome.Of(result);
    }

    /// <summary>Stores the account (FLOW-CREATE-12), wipes its password and ends the task, in one write.</summary>
    private async Task<StepOutcome> CompleteAsync(
        ClaimedTask task, AccountOpening opening, long traderLogin, long? ctidTraderAccountId, CancellationToken cancellationToken)
    {
        await task.ChangeAsync(
            """
            status = 2, next_attempt_at = null, last_error = null, sent_at = null, settled_at = null,
            claim_id = null, claimed_by = null, claim_expires_at = null
            """,
            [],
            async session =>
            {
                await AccountStore.AddAsync(session, opening, traderLogin, ctidTraderAccountId, writes.Now);
                await AccountOpeningStore.WipePasswordAsync(session, opening.Id);
                if (task.Broker.Settings.Partners.IntroducingBrokers)
                {
                    await jobs.EnqueueAsync(session, IntroducerJobs.Request(opening.BrokerId, opening.UserId)); // of a trader who is some partner's already
                }

                if (task.Broker.Settings.Kyc.Levels.Count > 0)
                {
                    await jobs.EnqueueAsync(session, KycRightsWorker.Request(opening.BrokerId, opening.UserId)); // decided while the account was being opened
                }
            },
            cancellationToken);
        return new StepOutcome.Done();
    }
}
