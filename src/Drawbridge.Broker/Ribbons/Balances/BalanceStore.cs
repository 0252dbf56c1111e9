using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Ribbons.Balances;

/// <summary>How reading the balances of a broker's accounts went.</summary>
internal sealed record BalanceReading
{
    /// <summary>When all of them were read last; null = never yet.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Why the last time did not work; null = it did.</summary>
    public string? Fault { get; init; }
}

/// <summary>The SQL of balances of accounts. Every statement names the broker (BID-44).</summary>
internal sealed class BalanceStore(Database database, TimeProvider time)
{
    private const int Batch = 500;

    /// <summary>Null before the first time.</summary>
    public Task<BalanceReading?> FindAsync(long brokerId, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FindAsync<BalanceReading>("select read_at, fault from account_balance_pulls where broker_id = @brokerId", new { brokerId }), cancellationToken);

    /// <summary>Notes that all balances were read, or why not: what was read before stays.</summary>
    public Task NoteAsync(long brokerId, string? fault, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            """
            insert into account_balance_pulls (broker_id, read_at, fault) values (@brokerId, @readAt, @fault)
            on conflict (broker_id) do update set read_at = coalesce(excluded.read_at, account_balance_pulls.read_at), fault = excluded.fault
            """,
            new { brokerId, readAt = fault is null ? time.GetUtcNow() : (DateTimeOffset?)null, fault }),
        cancellationToken);

    /// <summary>The brokers that have a campaign which is in force, or waits for approval.</summary>
    public Task<IReadOnlyList<long>> ListBrokersAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<long>($"select distinct broker_id from ribbon_campaigns where {Counts}"), cancellationToken);

    /// <summary>Those campaigns of a broker: what is in force, and what somebody else has to approve and wants to see the audience of.</summary>
    public Task<IReadOnlyList<Campaign>> ListCampaignsAsync(long brokerId, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<Campaign>($"select id, broker_id, state, live, draft, submitted_at from ribbon_campaigns where broker_id = @brokerId and {Counts}", new { brokerId }),
        cancellationToken);

    /// <summary>
    /// Stores what the platform tells of the broker's accounts of an environment: rows that changed and no others, and with each the word that its user has to be planned again.
    /// </summary>
    /// <returns>How many changed.</returns>
    public async Task<int> PutAsync(long brokerId, string environmentName, IReadOnlyList<TraderEntity> read, CancellationToken cancellationToken)
    {
        var changes = 0;
        foreach (var batch in read.Chunk(Batch))
        {
            var known = (await database.ReadAsync(session => ListAsync(session, brokerId, environmentName, batch), cancellationToken)).ToDictionary(static row => row.TraderLogin);
            var changed = batch.Where(one => known.TryGetValue(one.Login, out var row) && (row.Balance != one.Balance || row.BalanceDigits != one.MoneyDigits))
                .Select(one => new BalanceChange(known[one.Login].Id, known[one.Login].UserId, brokerId, one.Balance, one.MoneyDigits, time.GetUtcNow())).ToList();
            if (changed.Count > 0)
            {
                await database.WriteAsync(
                    async session =>
                    {
                        await session.ExecuteAsync("update accounts set balance = @Balance, balance_digits = @Digits, balance_at = @At where id = @Id and broker_id = @BrokerId", changed);
                        await RibbonTouches.AddAsync(session, brokerId, [.. changed.Select(static one => one.UserId).Distinct()]);
                    },
                    cancellationToken);
                changes += changed.Count;
            }
        }

        return changes;
    }

    private static readonly string Counts = $"(state = {(int)CampaignState.Live} or submitted_at is not null and state <> {(int)CampaignState.Ended})";

    private static Task<IReadOnlyList<AccountRow>> ListAsync(DbSession session, long brokerId, string environmentName, TraderEntity[] batch) => session.ListAsync<AccountRow>(
        $"""
        select id, user_id, trader_login, balance, balance_digits from accounts
        where broker_id = @brokerId and environment_name = @environmentName and {session.Dialect.In("trader_login", "@logins")}
        """,
        new { brokerId, environmentName, logins = batch.Select(static one => one.Login).ToArray() });

    private sealed record BalanceChange(long Id, long UserId, long BrokerId, long Balance, int Digits, DateTimeOffset At);

    private sealed record AccountRow
    {
        public long Id { get; init; }

        public long UserId { get; init; }

        public long TraderLogin { get; init; }

        public long? Balance { get; init; }

        public int? BalanceDigits { get; init; }
    }
}
