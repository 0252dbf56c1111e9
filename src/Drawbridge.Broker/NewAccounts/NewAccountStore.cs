using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Storage;

namespace Drawbridge.Broker.NewAccounts;

/// <summary>The SQL of further accounts. Every statement names the broker (BID-44).</summary>
internal sealed class NewAccountStore(Database database)
{
    /// <summary>
    /// Begins to open an account: the opening and its task, in one write with the user's row locked. Of any number of calls with one key one opens
    /// an account, and all get its number. Null when the user has as many as the broker allows.
    /// </summary>
    public Task<int?> AddAsync(AccountOpening opening, string submissionKey, int maximum, CancellationToken cancellationToken) =>
        database.WriteAsync<int?>(
            async session =>
            {
                var user = await OnboardingStore.GetUserAsync(session, opening.BrokerId, opening.UserId);
                var keys = new { opening.BrokerId, opening.UserId, submissionKey };
                if (await session.FindAsync<int?>(
                    "select number from account_openings where user_id = @UserId and broker_id = @BrokerId and submission_key = @submissionKey", keys) is { } before)
                {
                    return before;
                }

                var counts = await session.GetAsync<Counts>(
                    """
                    select
                      (select count(*) from accounts where user_id = @UserId and broker_id = @BrokerId)
                        + (select count(*) from account_openings o where o.user_id = @UserId and o.broker_id = @BrokerId
                             and not exists (select 1 from accounts a where a.opening_id = o.id)) as accounts,
                      (select coalesce(max(number), 0) from account_openings where user_id = @UserId) as last
                    """,
                    keys);
                if (counts.Accounts >= maximum)
                {
                    return null;
                }

                var next = opening with { Number = (int)counts.Last + 1 };
                await AccountOpeningStore.AddAsync(session, next);
                await session.ExecuteAsync(
                    "update account_openings set submission_key = @submissionKey where user_id = @UserId and broker_id = @BrokerId and number = @Number",
                    new { next.BrokerId, next.UserId, next.Number, submissionKey });
                var subject = next.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
                await OnboardingStore.AddAsync(session, user, TaskKind.Account, subject, user.CtraderUserId is null ? null : next.CreatedAt, next.CreatedAt);
                return next.Number;
            },
            cancellationToken);

    /// <summary>How far an opening of the user's has come, or null when there is none with that number.</summary>
    public Task<NewAccountProgress?> FindAsync(long brokerId, long userId, int number, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<NewAccountProgress>(
                """
                select o.number, t.status, t.next_attempt_at, t.stuck_code, (select trader_login from accounts a where a.opening_id = o.id) as trader_login
                from account_openings o
                join onboarding_tasks t on t.user_id = o.user_id and t.kind = 2 and t.subject = cast(o.number as text)
                where o.broker_id = @brokerId and o.user_id = @userId and o.number = @number
                """,
                new { brokerId, userId, number }),
            cancellationToken);

    private sealed class Counts
    {
        public long Accounts { get; init; }

        public long Last { get; init; }
    }
}

/// <summary>How far the opening of an account has come.</summary>
internal sealed record NewAccountProgress
{
    public int Number { get; init; }

    public ProgressStatus Status { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    public string? StuckCode { get; init; }

    /// <summary>The account, once it is opened and linked.</summary>
    public long? TraderLogin { get; init; }
}
