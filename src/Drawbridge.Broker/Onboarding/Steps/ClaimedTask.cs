using Drawbridge.Broker.Brokers;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Onboarding.Steps;

/// <summary>A task under our claim. Every change is made only while the claim holds, else <see cref="ClaimLostException"/> is thrown and nothing changes.</summary>
internal sealed class ClaimedTask(Database database, OnboardingTask task, BrokerEntity broker)
{
    private OnboardingTask _task = task;

    /// <summary>The task as last stored.</summary>
    public OnboardingTask Row => _task;

    public BrokerEntity Broker => broker;

    /// <summary>Changes the task, and whatever else belongs to the same moment.</summary>
    /// <param name="assignments">The <c>set</c> list.</param>
    /// <param name="parameters">Its parameters; <c>@Id</c> and <c>@ClaimId</c> are added.</param>
    /// <param name="before">Runs first in the same write, such as locking the user's row.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task ChangeAsync(
        string assignments, Dictionary<string, object?> parameters, Func<DbSession, Task>? before, CancellationToken cancellationToken) =>
        _task = await database.WriteAsync(
            async session =>
            {
                if (before is not null)
                {
                    await before(session);
                }

                return await ChangeAsync(session, assignments, parameters);
            },
            cancellationToken);

    /// <summary>Stores that something is about to be sent. From then on the task has an open intent, until it is resolved or settled.</summary>
    /// <param name="intent">When it is sent at the latest, and when it settles.</param>
    /// <param name="before">Runs first in the same write.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task RecordIntentAsync(Intent intent, Func<DbSession, Task>? before, CancellationToken cancellationToken) =>
        ChangeAsync(
            "sent_at = @now, settled_at = @settledAt, creation_key = @creationKey, sent_email = @email",
            new() { ["now"] = intent.At, ["settledAt"] = intent.SettledAt, ["creationKey"] = intent.CreationKey, ["email"] = intent.Email },
            before,
            cancellationToken);

    /// <summary>It is certain that nothing came of what was sent.</summary>
    public Task ResolveIntentAsync(CancellationToken cancellationToken) =>
        ChangeAsync("sent_at = null, settled_at = null, creation_key = null, sent_email = null", [], before: null, cancellationToken);

    /// <summary>The answer was lost; nothing more is sent of it, so it settles from now on.</summary>
    public Task SettleFromNowAsync(DateTimeOffset settledAt, string error, CancellationToken cancellationToken) =>
        ChangeAsync(
            "settled_at = @settledAt, attempts = attempts + 1, last_error = @error",
            new() { ["settledAt"] = settledAt, ["error"] = error },
            before: null,
            cancellationToken);

    /// <summary>Stores what becomes of the task after a step, and lets go of it unless the next step follows.</summary>
    public Task EndAsync(
        ProgressStatus status, DateTimeOffset? nextAttemptAt, int attempts, string? error, string? stuckCode, CancellationToken cancellationToken) =>
        ChangeAsync(
            """
            status = @status, next_attempt_at = @nextAttemptAt, attempts = @attempts, last_error = @error, stuck_code = @stuckCode,
            claim_id = null, claimed_by = null, claim_expires_at = null
            """,
            new()
            {
                ["status"] = (int)status,
                ["nextAttemptAt"] = nextAttemptAt,
                ["attempts"] = attempts,
                ["error"] = error,
                ["stuckCode"] = stuckCode,
            },
            before: null,
            cancellationToken);

    /// <summary>Lets go of the task as it is: due now, and whatever was being sent settles from now on.</summary>
    public Task ReleaseAsync(DateTimeOffset now, DateTimeOffset settledAt, CancellationToken cancellationToken) =>
        ChangeAsync(
            """
            next_attempt_at = @now, settled_at = case when settled_at > @settledAt then @settledAt else settled_at end,
            claim_id = null, claimed_by = null, claim_expires_at = null
            """,
            new() { ["now"] = now, ["settledAt"] = settledAt },
            before: null,
            cancellationToken);

    /// <summary>The same as <c>ChangeAsync</c> inside a write of the caller's.</summary>
    public async Task<OnboardingTask> ChangeAsync(DbSession session, string assignments, Dictionary<string, object?> parameters)
    {
        parameters["Id"] = _task.Id;
        parameters["ClaimId"] = _task.ClaimId;
        return await session.FindAsync<OnboardingTask>(
            $"update onboarding_tasks set {assignments} where id = @Id and claim_id = @ClaimId returning {OnboardingStore.Columns}",
            parameters) ?? throw new ClaimLostException();
    }
}
