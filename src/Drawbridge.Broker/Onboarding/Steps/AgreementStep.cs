using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Client.Platform;

namespace Drawbridge.Broker.Onboarding.Steps;

/// <summary>Tells the platform that the user accepted the agreement (3.13, B2P-3.13-4, FLOW-CREATE-8). Repeating it does no harm.</summary>
internal sealed class AgreementStep(BrokerPlatform platforms, TimeProvider time)
{
    public async Task<StepOutcome> RunAsync(ClaimedTask task, long ctraderUserId, CancellationToken cancellationToken)
    {
        var platform = await platforms.ForAsync(task.Broker, cancellationToken);
        var result = await platform.Users.AcceptAgreementAsync(ctraderUserId, cancellationToken);
        if (result is not PlatformResult<NoContent>.Answered)
        {
            return StepOutcome.Of(result);
        }

        await task.ChangeAsync(
            "status = 2, next_attempt_at = null, last_error = null, claim_id = null, claimed_by = null, claim_expires_at = null",
            [],
            session => AgreementStore.MarkReportedAsync(session, task.Row.BrokerId, task.Row.UserId, task.Row.Subject, time.GetUtcNow()),
            cancellationToken);
        return new StepOutcome.Done();
    }
}
