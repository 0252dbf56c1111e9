using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Introducers;

/// <summary>An account, what the platform is to have of it, and what it was told.</summary>
internal sealed record IntroducedAccount
{
    public long Id { get; init; }

    public long TraderLogin { get; init; }

    public string EnvironmentName { get; init; } = "";

    /// <summary>Null = never told.</summary>
    public string? First { get; init; }

    public string? Second { get; init; }

    public bool? Confirmed { get; init; }

    /// <summary>Whether the platform may have something else.</summary>
    public bool Needs(IntroducerPair wanted) =>
        First is null ? wanted.First.Length > 0 : Confirmed != true || First != wanted.First || Second != wanted.Second;
}

/// <summary>The identifiers of the first and second level partner; empty = none.</summary>
internal sealed record IntroducerPair(string First, string Second);

/// <summary>The SQL of what the platform is told of traders' partners. Every statement names the broker (BID-44).</summary>
internal sealed class IntroducerStore(Database database, TimeProvider time)
{
    /// <summary>The partner of a trader and the one above as they are now.</summary>
    public Task<IntroducerPair> FindAsync(long brokerId, long userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.ReadAsync(
            async session => await session.FindAsync<IntroducerPair>(
                """
                select p.identifier as first, coalesce(above.identifier, '') as second
                from attributions a join partners p on p.id = a.partner_id and p.broker_id = a.broker_id
                left join partners above on above.broker_id = a.broker_id and above.id =
                  (select m.parent_id from partner_moves m where m.partner_id = p.id and m.broker_id = p.broker_id and m.from_at <= @now order by m.from_at desc, m.id desc limit 1)
                where a.broker_id = @brokerId and a.user_id = @userId
                """,
                new { brokerId, userId, now }) ?? new IntroducerPair("", ""),
            cancellationToken);
    }

    public Task<IReadOnlyList<IntroducedAccount>> ListAccountsAsync(long brokerId, long userId, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<IntroducedAccount>(
            """
            select a.id, a.trader_login, a.environment_name, i.first, i.second, i.confirmed
            from accounts a left join account_introducers i on i.account_id = a.id and i.broker_id = a.broker_id
            where a.broker_id = @brokerId and a.user_id = @userId order by a.id
            """,
            new { brokerId, userId }),
        cancellationToken);

    /// <summary>Before the call it is not known what the platform has, afterwards it is.</summary>
    public Task MarkAsync(long brokerId, long accountId, IntroducerPair told, bool confirmed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into account_introducers (account_id, broker_id, first, second, confirmed, told_at) values (@accountId, @brokerId, @First, @Second, @confirmed, @now)
                on conflict (account_id) do update set first = excluded.first, second = excluded.second, confirmed = excluded.confirmed, told_at = excluded.told_at
                """,
                new { accountId, brokerId, told.First, told.Second, confirmed, now }),
            cancellationToken);
    }

    /// <summary>Traders of a partner, or of any, behind a number. Part of the caller's write.</summary>
    public static Task<IReadOnlyList<long>> ListTradersAsync(DbSession session, long brokerId, long? partnerId, long after, int limit) => session.ListAsync<long>(
        partnerId is null
            ? "select user_id from attributions where broker_id = @brokerId and partner_id is not null and user_id > @after order by user_id limit @limit"
            : "select user_id from attributions where broker_id = @brokerId and partner_id = @partnerId and user_id > @after order by user_id limit @limit",
        new { brokerId, partnerId, after, limit });

    /// <summary>Notes that a broker has it switched on; false when that was known. Part of the caller's write.</summary>
    public static async Task<bool> TrySwitchOnAsync(DbSession session, long brokerId, DateTimeOffset now) =>
        await session.ExecuteAsync("insert into introducer_brokers (broker_id, since) values (@brokerId, @now) on conflict (broker_id) do nothing", new { brokerId, now }) == 1;

    public static Task SwitchOffAsync(DbSession session, long brokerId) => session.ExecuteAsync("delete from introducer_brokers where broker_id = @brokerId", new { brokerId });

    /// <summary>The brokers that had it on.</summary>
    public Task<IReadOnlyList<long>> ListBrokersAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(static session => session.ListAsync<long>("select broker_id from introducer_brokers order by broker_id"), cancellationToken);
}
