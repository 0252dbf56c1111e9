using System.Data.Common;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Ribbons.Planning;
using Drawbridge.Broker.Security;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;
using Drawbridge.Storage.Bulk;

namespace Drawbridge.Broker.UserImport;

/// <summary>The SQL of imports. Every statement names the broker (BID-44).</summary>
internal sealed class UserImportStore(Database database, CrmIdentityStore identities, OpenAccess access, TimeProvider time)
{
    // Each further try means that somebody took an address of the batch in between.
    private const int Tries = 4;

    private static readonly string[] NewColumns =
    [
        "broker_id", "email", "normalized_email", "password_hash", "security_stamp", "concurrency_stamp", "first_name", "last_name", "preferred_language",
        "ctrader_user_id", "crm_user_id", "partner_id", "country", "email_confirmed_at", "blocked_at", "created_at",
    ];

    /// <summary>
    /// Stores a batch of users, and with it how far the file has come, in one write: either all of it or nothing is stored. Returns what became of
    /// each.
    /// </summary>
    /// <param name="broker">Whose users they are.</param>
    /// <param name="batch">No id and no address of it is there twice.</param>
    /// <param name="noteProgress">What belongs to the same write, given the outcomes; null for a rehearsal, which stores nothing.</param>
    /// <param name="cancellationToken">Gives up; nothing of the batch is stored then.</param>
    public async Task<IReadOnlyList<ImportOutcome>> ApplyAsync(
        BrokerEntity broker, IReadOnlyList<PreparedUser> batch, Func<DbSession, IReadOnlyList<ImportOutcome>, Task>? noteProgress, CancellationToken cancellationToken)
    {
        for (var i = 1; ; i++)
        {
            try
            {
                return noteProgress is null
                    ? await database.ReadAsync(async session => (await PlanAsync(session, broker, batch)).Select(static step => step.Outcome).ToList(), cancellationToken)
                    : await database.WriteAsync(session => ApplyAsync(session, broker, batch, noteProgress), cancellationToken);
            }
            catch (DbException e) when (i < Tries && database.Dialect.IsUniqueViolation(e))
            {
            }
            catch (ChangedMeanwhileException) when (i < Tries)
            {
            }
        }
    }

    /// <summary>How far a file has come; null for one that was never begun.</summary>
    public Task<UserImportCounts?> FindProgressAsync(BrokerEntity broker, byte[] fileHash, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<UserImportCounts>(
                """
                select lines_done, created, linked, updated, unchanged, refused, finished_at is not null as is_finished
                from user_imports where broker_id = @brokerId and file_hash = @fileHash
                """,
                new { brokerId = broker.Id, fileHash }),
            cancellationToken);

    /// <summary>Writes down how far a file has come, as part of the caller's write.</summary>
    public Task PutProgressAsync(DbSession session, BrokerEntity broker, byte[] fileHash, UserImportCounts counts) =>
        session.ExecuteAsync(
            """
            insert into user_imports (broker_id, file_hash, lines_done, created, linked, updated, unchanged, refused, finished_at)
            values (@brokerId, @fileHash, @LinesDone, @Created, @Linked, @Updated, @Unchanged, @Refused, @finishedAt)
            on conflict (broker_id, file_hash) do update set
              lines_done = excluded.lines_done, created = excluded.created, linked = excluded.linked, updated = excluded.updated,
              unchanged = excluded.unchanged, refused = excluded.refused, finished_at = excluded.finished_at
            """,
            new
            {
                brokerId = broker.Id, fileHash, counts.LinesDone, counts.Created, counts.Linked, counts.Updated, counts.Unchanged, counts.Refused,
                finishedAt = counts.IsFinished ? time.GetUtcNow() : (DateTimeOffset?)null,
            });

    private static async Task<List<(PreparedUser User, ImportOutcome Outcome, BrokerUser? Here)>> PlanAsync(
        DbSession session, BrokerEntity broker, IReadOnlyList<PreparedUser> batch)
    {
        var plan = new ImportPlan(await UserStore.ListAnyAsync(
            session,
            broker.Id,
            [.. batch.Select(static one => one.User.CrmUserId)],
            [.. batch.Select(static one => one.User.NormalizedEmail)],
            [.. batch.Where(static one => one.User.PlatformUserId is not null).Select(static one => one.User.PlatformUserId!.Value)]));
        return [.. batch.Select(one =>
        {
            var (outcome, here) = plan.Decide(one);
            return (one, outcome, here);
        })];
    }

    private async Task<IReadOnlyList<ImportOutcome>> ApplyAsync(
        DbSession session, BrokerEntity broker, IReadOnlyList<PreparedUser> batch, Func<DbSession, IReadOnlyList<ImportOutcome>, Task> noteProgress)
    {
        var steps = await PlanAsync(session, broker, batch);
        await session.InsertManyAsync("users", NewColumns, steps.Where(static step => step.Outcome is ImportOutcome.Created).Select(step => RowOf(broker, step.User)));
        foreach (var (user, outcome, here) in steps)
        {
            if (outcome is ImportOutcome.Linked && !await identities.TryLinkAsync(session, broker, here!, user.User.CrmUserId))
            {
                throw new ChangedMeanwhileException();
            }

            if (outcome is ImportOutcome.Linked or ImportOutcome.Updated)
            {
                await UpdateAsync(session, broker, user, here!);
            }
        }

        var outcomes = steps.ConvertAll(static step => step.Outcome);
        if (outcomes.Exists(static outcome => outcome is ImportOutcome.Created or ImportOutcome.Linked or ImportOutcome.Updated))
        {
            await RibbonPassStore.RequestAsync(session, broker.Id, time.GetUtcNow());
        }

        await noteProgress(session, outcomes);
        return outcomes;
    }

    private object?[] RowOf(BrokerEntity broker, PreparedUser prepared)
    {
        var user = prepared.User;
        var now = time.GetUtcNow();
        return
        [
            broker.Id, user.Email, user.NormalizedEmail, prepared.PasswordHash, Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"), user.FirstName, user.LastName,
            user.Language is { } language && broker.Crm.Settings.Languages.Contains(language, StringComparer.OrdinalIgnoreCase) ? language : broker.Crm.Settings.DefaultLanguage,
            user.PlatformUserId, user.CrmUserId, user.PartnerId, user.Country, user.EmailVerified ? now : null, user.Blocked ? now : null, user.CreatedAt ?? now,
        ];
    }

    /// <summary>What was set here, such as a password since, stays; only what the file says of the person is taken over.</summary>
    private async Task UpdateAsync(DbSession session, BrokerEntity broker, PreparedUser prepared, BrokerUser here)
    {
        var user = prepared.User;
        await session.ExecuteAsync(
            """
            update users set first_name = coalesce(@FirstName, first_name), last_name = coalesce(@LastName, last_name), country = coalesce(@Country, country),
              ctrader_user_id = coalesce(ctrader_user_id, @PlatformUserId), email_confirmed_at = coalesce(email_confirmed_at, @confirmedAt),
              blocked_at = coalesce(blocked_at, @blockedAt), password_hash = coalesce(password_hash, @PasswordHash), concurrency_stamp = @stamp
            where broker_id = @brokerId and id = @Id
            """,
            new
            {
                user.FirstName,
                user.LastName,
                user.Country,
                user.PlatformUserId,
                confirmedAt = user.EmailVerified && !ImportPlan.ChangesEmail(user, here) ? time.GetUtcNow() : (DateTimeOffset?)null,
                blockedAt = user.Blocked ? time.GetUtcNow() : (DateTimeOffset?)null,
                prepared.PasswordHash,
                stamp = Guid.NewGuid().ToString("N"),
                brokerId = broker.Id,
                here.Id,
            });
        if (user.Blocked && here.BlockedAt is null)
        {
            await access.EndAsync(session, broker, here, except: null);
        }

        if (ImportPlan.ChangesEmail(user, here))
        {
            await identities.ChangeEmailAsync(session, broker, here, user.Email);
        }
    }

    private sealed class ChangedMeanwhileException : Exception;
}
