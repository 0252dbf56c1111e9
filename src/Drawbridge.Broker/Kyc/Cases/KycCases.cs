using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Kyc.Ends;
using Drawbridge.Broker.Kyc.Provider;
using Drawbridge.Broker.Kyc.Rights;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Ribbons;
using Drawbridge.Broker.Webhooks;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Kyc.Cases;

/// <summary>
/// Changes the state of verifications. Each change, with what is written down about it, what the CRM is told and the jobs that go on, is one
/// transaction on a locked row.
/// </summary>
internal sealed class KycCases(Database database, JobQueue jobs, WebhookEvents events, BrokerDirectory directory, TimeProvider time)
{
    /// <summary>Lets something happen.</summary>
    /// <param name="caseId">The verification.</param>
    /// <param name="change">What happens.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="also">What belongs to the same write, if it happens; when it throws, nothing does.</param>
    public Task<KycOutcome> ApplyAsync(long caseId, KycChange change, CancellationToken cancellationToken, Func<DbSession, Task>? also = null) =>
        database.WriteAsync(
            async session =>
            {
                var outcome = await ApplyAsync(session, caseId, change);
                if (outcome is KycOutcome.Changed && also is not null)
                {
                    await also(session);
                }

                return outcome;
            },
            cancellationToken);

    /// <summary>Ends an approval, unless it holds still.</summary>
    public Task<KycOutcome> ExpireAsync(long caseId, CancellationToken cancellationToken) =>
        ApplyAsync(caseId, new KycChange(KycEvent.Expire, KycActor.System), cancellationToken);

    /// <summary>Writes down what somebody did that changes no state, as part of the caller's write. False when that was written down before.</summary>
    public static async Task<bool> NoteAsync(DbSession session, KycCase current, KycChange change, string what, string? detail, KycState to, DateTimeOffset now) =>
        await session.ExecuteAsync(
            """
            insert into kyc_audit (case_id, actor, who, what, detail, from_state, to_state, submission_key, happened_at)
            values (@Id, @actor, @Who, @what, @detail, @from, @to, @SubmissionKey, @now)
            on conflict do nothing
            """,
            new { current.Id, actor = (int)change.Actor, change.Who, what, detail, from = (int)current.State, to = (int)to, change.SubmissionKey, now }) == 1;

    private async Task<KycOutcome> ApplyAsync(DbSession session, long caseId, KycChange change)
    {
        if (await session.FindAsync<KycCase>($"select {KycStore.Columns} from kyc_cases c where c.id = @caseId {session.Dialect.ForUpdate}", new { caseId }) is not { } current
            || directory.Current.FindBroker(current.BrokerId) is not { } broker)
        {
            return new KycOutcome.Refused(Current: null);
        }

        BrokerLogScope.DescribeJob(broker);
        var steps = await KycStore.ListStepsAsync(session, caseId);
        if (change.SubmissionKey is { } key
            && await session.FindAsync<long?>("select id from kyc_audit where case_id = @caseId and submission_key = @key", new { caseId, key }) is not null)
        {
            return new KycOutcome.Repeated(current);
        }

        var level = broker.Settings.Kyc.Levels.FirstOrDefault(one => one.Id == current.Level);
        if (KycMachine.Next(current.State, change.What) is not { } next
            || current.ErasedAt is not null
            || (change.Submission is { } submission && submission != current.Submissions)
            || (change.What == KycEvent.Submit && !IsComplete(level, steps))
            || (change.What == KycEvent.Expire && current.HoldsAt(time.GetUtcNow())))
        {
            return new KycOutcome.Refused(current);
        }

        var changed = await ChangeAsync(session, current, change, next, level);
        await MarkStepsAsync(session, changed, change);
        await NoteAsync(session, current, change, change.What.ToString(), DetailOf(change), next, time.GetUtcNow());
        await TellAsync(session, broker, changed, change);
        await GoOnAsync(session, broker, changed, change, level);
        return new KycOutcome.Changed(changed);
    }

    private static bool IsComplete(KycLevel? level, IReadOnlyList<KycStepRow> steps) =>
        level is not null && level.Steps.All(step => steps.Any(row => row.Step == step.Id && row.Complete));

    private Task<KycCase> ChangeAsync(DbSession session, KycCase current, KycChange change, KycState next, KycLevel? level)
    {
        var now = time.GetUtcNow();
        var decides = change.What is KycEvent.Approve or KycEvent.Reject or KycEvent.AskAgain;
        return session.GetAsync<KycCase>(
            $"""
            update kyc_cases set state = @next, revision = revision + 1, updated_at = @now, submissions = submissions + @sent,
              submitted_at = case when @sent = 1 then @now else submitted_at end,
              decided_at = case when @decides = 1 then @now else decided_at end,
              expires_at = case when @decides = 1 then @expiresAt else expires_at end,
              reason = case when @decides = 1 then @Reason else reason end
            where id = @Id
            returning {KycStore.Columns.Replace("c.", "", StringComparison.Ordinal)}
            """,
            new
            {
                current.Id, next = (int)next, now, sent = change.What == KycEvent.Submit ? 1 : 0, decides = decides ? 1 : 0, change.Reason,
                expiresAt = change.What == KycEvent.Approve && level?.ValidDays is { } days ? now.AddDays(days) : (DateTimeOffset?)null,
            });
    }

    /// <summary>What was found wanting has to be done again: its files no longer count, but are kept as long as the rest.</summary>
    private async Task MarkStepsAsync(DbSession session, KycCase changed, KycChange change)
    {
        if (change.What is not (KycEvent.Submit or KycEvent.Approve or KycEvent.Reject or KycEvent.AskAgain))
        {
            return;
        }

        await session.ExecuteAsync("update kyc_steps set reason = null where case_id = @Id", new { changed.Id });
        var now = time.GetUtcNow();
        foreach (var (step, reason) in change.StepReasons)
        {
            await session.ExecuteAsync(
                """
                insert into kyc_steps (case_id, step, complete, reason, updated_at) values (@Id, @step, @no, @reason, @now)
                on conflict (case_id, step) do update set complete = excluded.complete, reason = excluded.reason
                """,
                new { changed.Id, step, reason, no = false, now });
            await session.ExecuteAsync(
                "update kyc_files set replaced_at = @now where case_id = @Id and step = @step and replaced_at is null", new { changed.Id, step, now });
        }
    }

    private async Task TellAsync(DbSession session, BrokerEntity broker, KycCase changed, KycChange change)
    {
        if (KycEvents.NameOf(changed.State) is not { } type)
        {
            return;
        }

        var user = await session.GetAsync<KycTold>("select ctrader_user_id, email from users where id = @UserId", new { changed.UserId });
        await events.AddAsync(
            session, broker, type,
            new KycChanged(
                changed.Reference, changed.Level, changed.Round, KycMachine.NameOf(changed.State), user.CtraderUserId, user.Email, changed.Reason,
                [.. change.StepReasons.Select(static one => new KycStepReason(one.Key, one.Value))], change.Who ?? change.Actor.ToString().ToLowerInvariant(),
                changed.SubmittedAt, changed.DecidedAt, changed.ExpiresAt),
            KycEventJson.Default.KycChanged);
    }

    private async Task GoOnAsync(DbSession session, BrokerEntity broker, KycCase changed, KycChange change, KycLevel? level)
    {
        var now = time.GetUtcNow();
        if (change.What is KycEvent.Approve or KycEvent.AskAgain or KycEvent.Expire)
        {
            await RibbonTouches.AddAsync(session, changed.BrokerId, changed.UserId);
            await jobs.EnqueueAsync(session, KycRightsWorker.Request(changed.BrokerId, changed.UserId)); // FLOW-KYC-3, WS-72
        }

        if (change.What == KycEvent.Approve && changed.ExpiresAt is { } end)
        {
            await jobs.EnqueueAsync(session, KycExpiryWorker.Request(changed.Id, end));
        }

        if (change.What == KycEvent.Submit && level is { Provider: not KycNames.Manual })
        {
            await jobs.EnqueueAsync(session, KycProviderWorker.Request(changed.Id, now + KycProviderWorker.FirstPause));
        }

        if (KycRetentionWorker.DueAt(changed, broker.Settings.Kyc.Retention) is { } due)
        {
            await jobs.EnqueueAsync(session, KycRetentionWorker.Request(changed.Id, due));
        }
    }

    private static string? DetailOf(KycChange change)
    {
        var parts = change.StepReasons.Select(static one => $"{one.Key}: {one.Value}");
        var text = string.Join("\n", change.Reason is null ? parts : parts.Prepend(change.Reason));
        return text.Length == 0 ? null : text;
    }

    private sealed class KycTold
    {
        public long? CtraderUserId { get; init; }

        public string Email { get; init; } = "";
    }
}

/// <summary>What became of a change.</summary>
internal abstract record KycOutcome
{
    private KycOutcome()
    {
    }

    /// <summary>It happened.</summary>
    public sealed record Changed(KycCase Case) : KycOutcome;

    /// <summary>It happened before, by the same form or call.</summary>
    public sealed record Repeated(KycCase Case) : KycOutcome;

    /// <summary>It does not fit: too late, not ready, or there is no such verification.</summary>
    public sealed record Refused(KycCase? Current) : KycOutcome;
}
