using Drawbridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drawbridge.Bench.Partners;

/// <summary>Chains of partners with traders, made in bulk, past the server.</summary>
internal static class PartnerTreeData
{
    /// <summary>Partners of a chain, each below the one before.</summary>
    public const int Depth = 50;

    /// <summary>Traders of each partner.</summary>
    public const int TradersEach = 20;

    /// <summary>Number of the lowest partner of the chain in the middle.</summary>
    public static long PartnerOf(int chains) => (chains / 2 + 1L) * Depth;

    /// <summary>Number of a trader of that partner.</summary>
    public static long TraderOf(int chains) => PartnerOf(chains) * TradersEach;

    public static async Task FillAsync(string options, int chains)
    {
        var isPostgres = DatabaseOptions.Parse(options).Engine == DatabaseEngine.Postgres;
        await using var database = Database.Open(
            DatabaseOptions.Parse(isPostgres ? options + ";Command Timeout=300" : options), TimeProvider.System, NullLoggerFactory.Instance);
        var now = TimeProvider.System.GetUtcNow();
        var brokerId = await database.ReadAsync(session => session.GetAsync<long>("select id from brokers where name = @BrokerName", new { BenchBroker.BrokerName }), CancellationToken.None);
        var values = new
        {
            brokerId, partners = (long)chains * Depth, traders = (long)chains * Depth * TradersEach, depth = (long)Depth, each = (long)TradersEach, now, one = 1L,
            at = now.AddDays(-30), yes = true, no = false,
        };
        foreach (var sql in Statements)
        {
            await database.WriteAsync(session => session.ExecuteAsync(sql, values), CancellationToken.None);
        }

        if (isPostgres)
        {
            await database.WriteAsync(session => session.ExecuteAsync("analyze users; analyze partners; analyze partner_moves; analyze attributions; analyze attribution_events"), CancellationToken.None);
        }
    }

    private static IEnumerable<string> Statements { get; } =
    [
        """
        with recursive i (n) as (select @one union all select n + 1 from i where n < @partners)
        insert into partners (id, broker_id, ctrader_user_id, identifier, name, status, created_at, told_identifier, search_text)
        select n, @brokerId, 1000000000 + n, 'IB' || n, 'Partner ' || n, 2, @at, 'IB' || n, 'partner ' || n || ' ib' || n from i
        """,
        """
        insert into partner_moves (broker_id, partner_id, parent_id, from_at, recorded_at, recorded_by)
        select broker_id, id, id - 1, created_at, created_at, 'bench' from partners where broker_id = @brokerId and id % @depth <> 1
        """,
        """
        with recursive i (n) as (select @one union all select n + 1 from i where n < @traders)
        insert into users (id, broker_id, email, normalized_email, security_stamp, concurrency_stamp, preferred_language, ctrader_user_id, created_at, partner_unread)
        select n, @brokerId, 'user' || n || '@example.test', 'USER' || n || '@EXAMPLE.TEST', 'x', 'x', 'en', n, @at, @no from i
        """,
        """
        insert into attribution_events (broker_id, user_id, kind, source, findings, occurred_at, recorded_at)
        select broker_id, id, 3, 0, 0, created_at, created_at from users where broker_id = @brokerId
        """,
        """
        insert into attribution_events (broker_id, user_id, kind, partner_id, source, findings, occurred_at, recorded_at)
        select broker_id, id, 1, (id - 1) / @each + 1, 3, 0, created_at, created_at from users where broker_id = @brokerId
        """,
        """
        insert into attributions (user_id, broker_id, partner_id, source, since, recorded_at)
        select id, broker_id, (id - 1) / @each + 1, 3, created_at, created_at from users where broker_id = @brokerId
        """,
    ];
}
