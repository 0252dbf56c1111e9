using System.Security.Cryptography;
using Drawbridge.Broker.Kyc.Ends;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Kyc.Cases;

/// <summary>The SQL of verifications as the trader fills them in.</summary>
internal sealed class KycStore(Database database, JobQueue jobs, KycAnswers answers, TimeProvider time)
{
    /// <summary>The columns of <see cref="KycCase"/>, of the table <c>c</c>.</summary>
    public const string Columns =
        """
        c.id, c.broker_id, c.user_id, c.level, c.round, c.reference, c.state, c.revision, c.submissions, c.reason, c.created_at, c.updated_at,
        c.submitted_at, c.decided_at, c.expires_at, c.erased_at
        """;

    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int ReferenceLength = 16;

    /// <summary>A user's last verification of a level, or null.</summary>
    public Task<KycCase?> FindCurrentAsync(long brokerId, long userId, string level, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindCurrentAsync(session, brokerId, userId, level, forUpdate: false), cancellationToken);

    /// <summary>Every verification of a user.</summary>
    public Task<IReadOnlyList<KycCase>> ListAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<KycCase>(
                $"select {Columns} from kyc_cases c where c.broker_id = @brokerId and c.user_id = @userId order by c.id", new { brokerId, userId }),
            cancellationToken);

    /// <summary>Whether a user's approval of a level holds now.</summary>
    public async Task<bool> HoldsAsync(long brokerId, long userId, string level, CancellationToken cancellationToken) =>
        (await ListAsync(brokerId, userId, cancellationToken)).Any(one => one.Level == level && one.HoldsAt(time.GetUtcNow()));

    /// <summary>Whether a verification was approved once, and the approval taken back.</summary>
    public async Task<bool> WasTakenBackAsync(long caseId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.GetAsync<long>(
                "select count(*) from kyc_audit where case_id = @caseId and what = @what", new { caseId, what = nameof(KycEvent.AskAgain) }),
            cancellationToken) > 0;

    /// <summary>What was done of a verification.</summary>
    public Task<IReadOnlyList<KycStepRow>> ListStepsAsync(long caseId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListStepsAsync(session, caseId), cancellationToken);

    public static Task<IReadOnlyList<KycStepRow>> ListStepsAsync(DbSession session, long caseId) =>
        session.ListAsync<KycStepRow>("select case_id, step, answers_sealed, complete, reason from kyc_steps where case_id = @caseId", new { caseId });

    /// <summary>
    /// Stores what a trader entered in a step, whether or not it is complete; the first time it begins the verification. Null when the trader
    /// cannot change it now.
    /// </summary>
    public Task<KycCase?> SaveStepAsync(
        KycPlace place, string step, IReadOnlyDictionary<string, string> given, bool complete, CancellationToken cancellationToken)
    {
        var sealedAnswers = answers.Seal(given);
        return database.WriteAsync(
            async session =>
            {
                if (await LockOpenAsync(session, place, step) is not { } open)
                {
                    return null;
                }

                await PutStepAsync(session, open.Id, step, sealedAnswers, complete);
                return open;
            },
            cancellationToken);
    }

    /// <summary>Begins a further round where the last has run out, runs out soon, or was erased. False when there is nothing to begin.</summary>
    public Task<bool> BeginAgainAsync(KycPlace place, TimeSpan soon, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                if (await FindCurrentAsync(session, place.BrokerId, place.UserId, place.Level, forUpdate: true) is not { } last
                    || !(last.State == KycState.Expired || (last.State == KycState.Approved && last.ExpiresAt is { } end && end - now <= soon)))
                {
                    return false;
                }

                return await AddAsync(session, place, last.Round + 1) is not null;
            },
            cancellationToken);

    /// <summary>Begins a verification in which nothing has to be filled in; its number, or null when there is one that cannot be changed.</summary>
    public Task<long?> BeginAsync(KycPlace place, CancellationToken cancellationToken) =>
        database.WriteAsync(async session => (await LockOpenAsync(session, place, step: ""))?.Id, cancellationToken);

    /// <summary>The trader's verification that can be changed, locked, and begun if there is none; null when that step cannot be changed now. Part of the caller's write.</summary>
    public async Task<KycCase?> LockOpenAsync(DbSession session, KycPlace place, string step)
    {
        var current = await FindCurrentAsync(session, place.BrokerId, place.UserId, place.Level, forUpdate: true);
        if (current is null or { ErasedAt: not null, State: not KycState.Expired })
        {
            current = await AddAsync(session, place, (current?.Round ?? 0) + 1)
                ?? await FindCurrentAsync(session, place.BrokerId, place.UserId, place.Level, forUpdate: true);
        }

        if (current is null || !KycMachine.IsOpen(current.State) || !MayChange(current, await ListStepsAsync(session, current.Id), step))
        {
            return null;
        }

        await session.ExecuteAsync("update kyc_cases set updated_at = @now where id = @Id", new { current.Id, now = time.GetUtcNow() });
        return current;
    }

    /// <summary>After a rejection only what was found wanting may be changed; all of it where nothing was named.</summary>
    public static bool MayChange(KycCase current, IReadOnlyList<KycStepRow> steps, string step) =>
        current.State == KycState.Draft
        || (current.State == KycState.Rejected && (steps.All(static row => row.Reason is null) || steps.Any(row => row.Step == step && row.Reason is not null)));

    /// <summary>Stores a step, as part of the caller's write; without answers those of before stay.</summary>
    public Task PutStepAsync(DbSession session, long caseId, string step, string? sealedAnswers, bool complete) =>
        session.ExecuteAsync(
            """
            insert into kyc_steps (case_id, step, answers_sealed, complete, updated_at) values (@caseId, @step, @sealedAnswers, @complete, @now)
            on conflict (case_id, step) do update set
              answers_sealed = coalesce(excluded.answers_sealed, kyc_steps.answers_sealed), complete = excluded.complete, updated_at = excluded.updated_at
            """,
            new { caseId, step, sealedAnswers, complete, now = time.GetUtcNow() });

    private static Task<KycCase?> FindCurrentAsync(DbSession session, long brokerId, long userId, string level, bool forUpdate) =>
        session.FindAsync<KycCase>(
            $"""
            select {Columns} from kyc_cases c where c.broker_id = @brokerId and c.user_id = @userId and c.level = @level
            order by c.round desc limit 1 {(forUpdate ? session.Dialect.ForUpdate : "")}
            """,
            new { brokerId, userId, level });

    /// <summary>Null when another request has just added it.</summary>
    private async Task<KycCase?> AddAsync(DbSession session, KycPlace place, int round)
    {
        var now = time.GetUtcNow();
        var added = await session.FindAsync<KycCase>(
            $"""
            insert into kyc_cases (broker_id, user_id, level, round, reference, state, revision, submissions, created_at, updated_at)
            values (@BrokerId, @UserId, @Level, @round, @reference, 1, 0, 0, @now, @now)
            on conflict (broker_id, user_id, level, round) do nothing
            returning {Columns.Replace("c.", "", StringComparison.Ordinal)}
            """,
            new { place.BrokerId, place.UserId, place.Level, round, reference = "K-" + RandomNumberGenerator.GetString(Alphabet, ReferenceLength), now });
        if (added is not null)
        {
            await jobs.EnqueueAsync(session, KycRetentionWorker.Request(added.Id, now + KycRetentionWorker.LongestPause));
        }

        return added;
    }
}

/// <summary>Whose verification of what.</summary>
/// <param name="BrokerId">The broker.</param>
/// <param name="UserId">Our user.</param>
/// <param name="Level">The level.</param>
internal sealed record KycPlace(long BrokerId, long UserId, string Level);
