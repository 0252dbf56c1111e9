using Drawbridge.Storage;

namespace Drawbridge.Broker.Onboarding;

/// <summary>
/// The SQL of tasks that nobody has claimed, and of claims. Whoever changes a user's progress locks the user's row first, so that "not
/// yet" and "now" cannot pass each other.
/// </summary>
internal sealed class OnboardingStore(Database database)
{
    public const string Columns =
        """
        id, kind, broker_id, user_id, subject, status, next_attempt_at, attempts, last_error, stuck_code, sent_at, settled_at, sent_email,
        claim_id
        """;

    private const string UserOfBroker =
        """
        select id, broker_id, email, normalized_email, first_name, last_name, preferred_language, ctrader_user_id, email_confirmed_at
        from users where id = @userId and broker_id = @brokerId
        """;

    /// <summary>The user, who must exist at that broker (BID-44).</summary>
    public Task<OnboardingUser> GetUserAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.GetAsync<OnboardingUser>(UserOfBroker, new { userId, brokerId }), cancellationToken);

    /// <summary>The same with the row locked. Part of the caller's write.</summary>
    public static Task<OnboardingUser> GetUserAsync(DbSession session, long brokerId, long userId) =>
        session.GetAsync<OnboardingUser>($"{UserOfBroker} {session.Dialect.ForUpdate}", new { userId, brokerId });

    /// <summary>Adds a task unless it exists. Part of the caller's write.</summary>
    public static Task AddAsync(
        DbSession session, OnboardingUser user, TaskKind kind, string subject, DateTimeOffset? nextAttemptAt, DateTimeOffset now) =>
        session.ExecuteAsync(
            """
            insert into onboarding_tasks (kind, broker_id, user_id, subject, status, next_attempt_at, attempts, created_at)
            values (@kind, @brokerId, @userId, @subject, 0, @nextAttemptAt, 0, @now)
            on conflict (user_id, kind, subject) do nothing
            """,
            new { kind = (int)kind, brokerId = user.BrokerId, userId = user.Id, subject, nextAttemptAt, now });

    /// <summary>Lets a task that waited for the user go on, if the address is proven. Part of the caller's write.</summary>
    public static Task ResumeProvenAsync(DbSession session, long userId, DateTimeOffset now) =>
        session.ExecuteAsync(
            """
            update onboarding_tasks set status = 0, next_attempt_at = @now, attempts = 0, last_error = null
            where user_id = @userId and kind = 1 and status = 1
              and exists (select 1 from users where id = @userId and email_confirmed_at is not null)
            """,
            new { userId, now });

    /// <summary>Lets stuck tasks of a user go on; returns how many.</summary>
    public Task<int> RetryStuckAsync(long brokerId, long userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                """
                update onboarding_tasks set status = 0, next_attempt_at = @now, attempts = 0, stuck_code = null
                where user_id = @userId and broker_id = @brokerId and status = 3
                """,
                new { userId, brokerId, now }),
            cancellationToken);

    /// <summary>What the broker's people have to look at, oldest first.</summary>
    public Task<IReadOnlyList<OnboardingTask>> ListStuckAsync(long brokerId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<OnboardingTask>(
                $"select {Columns} from onboarding_tasks where broker_id = @brokerId and status = 3 order by id", new { brokerId }),
            cancellationToken);

    /// <summary>The next task on the way to an account that is due, claimed or not; null when there is none.</summary>
    public Task<long?> FindDueAsync(long userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<long?>(
                """
                select id from onboarding_tasks
                where user_id = @userId and +kind in (1, 2) and status = 0 and next_attempt_at <= @now
                order by kind, id limit 1
                """,
                new { userId, now }),
            cancellationToken);

    /// <summary>The tasks that are due first, and when: not before the claim on them ends.</summary>
    public Task<IReadOnlyList<DueTask>> ListSoonestAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<DueTask>(
                """
                select id, case when claim_expires_at > next_attempt_at then claim_expires_at else next_attempt_at end as due_at
                from onboarding_tasks where status = 0 and next_attempt_at is not null
                order by next_attempt_at limit @limit
                """,
                new { limit }),
            cancellationToken);

    /// <summary>Claims a task that is due and that nobody works on. Of many callers exactly one gets it, the others null.</summary>
    public Task<OnboardingTask?> TryClaimAsync(
        long id, string node, string claimId, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.FindAsync<OnboardingTask>(
                $"""
                update onboarding_tasks set claim_id = @claimId, claimed_by = @node, claim_expires_at = @expiresAt
                where id = @id and status = 0 and next_attempt_at <= @now and (claim_expires_at is null or claim_expires_at <= @now)
                returning {Columns}
                """,
                new { id, node, claimId, now, expiresAt }),
            cancellationToken);

    /// <summary>Gives a sign of life. False when the claim is lost.</summary>
    public async Task<bool> RenewAsync(OnboardingTask task, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            session => session.ExecuteAsync(
                "update onboarding_tasks set claim_expires_at = @expiresAt where id = @Id and claim_id = @ClaimId",
                new { task.Id, task.ClaimId, expiresAt }),
            cancellationToken) == 1;

    /// <summary>Lets go of a claimed task until later.</summary>
    public Task PostponeAsync(OnboardingTask task, DateTimeOffset next, int attempts, string error, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                """
                update onboarding_tasks
                set next_attempt_at = @next, attempts = @attempts, last_error = @error, claim_id = null, claimed_by = null, claim_expires_at = null
                where id = @Id and claim_id = @ClaimId
                """,
                new { task.Id, task.ClaimId, next, attempts, error }),
            cancellationToken);

    /// <summary>
    /// Ends every claim of other processes, which the caller knows to be dead, and makes their tasks due. Nothing of theirs is sent any
    /// more, so what they sent settles from now on.
    /// </summary>
    public Task<int> TakeOverAsync(string node, DateTimeOffset now, DateTimeOffset settledAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                """
                update onboarding_tasks
                set claim_id = null, claimed_by = null, claim_expires_at = null, next_attempt_at = @now,
                    settled_at = case when settled_at > @settledAt then @settledAt else settled_at end
                where claim_id is not null and claimed_by <> @node and status = 0
                """,
                new { node, now, settledAt }),
            cancellationToken);

    /// <summary>Where a user stands; null when the broker has no such user.</summary>
    public Task<OnboardingProgress?> FindProgressAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<OnboardingProgress>(
                """
                select u.ctrader_user_id,
                       p.status as user_status, p.next_attempt_at as user_next_attempt_at, p.last_error as user_last_error, p.stuck_code as user_stuck_code,
                       a.status as account_status, a.next_attempt_at as account_next_attempt_at, a.last_error as account_last_error,
                       a.stuck_code as account_stuck_code,
                       (select trader_login from accounts where user_id = u.id and broker_id = u.broker_id order by id limit 1) as trader_login
                from users u
                left join onboarding_tasks p on p.user_id = u.id and p.kind = 1
                left join onboarding_tasks a on a.user_id = u.id and a.kind = 2 and a.subject = '1'
                where u.id = @userId and u.broker_id = @brokerId
                """,
                new { userId, brokerId }),
            cancellationToken);
}

/// <summary>A task and the moment from which it can be worked on.</summary>
internal sealed record DueTask
{
    public long Id { get; init; }

    public DateTimeOffset DueAt { get; init; }
}
