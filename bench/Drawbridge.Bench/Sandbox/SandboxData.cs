using Drawbridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Drawbridge.Bench.Sandbox;

/// <summary>Accounts and their history, made in bulk, past the server.</summary>
internal static class SandboxData
{
    public const string CrmName = "bench_crm";
    public const string BrokerName = "bench_broker";

    /// <summary>Number of the first account; the others follow.</summary>
    public const long FirstLogin = 8_000_001;

    private const long FirstChange = 1;

    /// <summary>When the first account was registered; the others follow, one each second.</summary>
    public static DateTimeOffset FirstRegistration { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Accounts with enough money for any measurement, and so many changes of balance spread over them.</summary>
    public static async Task FillAsync(string options, int accounts, int changes)
    {
        await using var database = Database.Open(DatabaseOptions.Parse(options), TimeProvider.System, NullLoggerFactory.Instance);
        var values = new
        {
            first = FirstLogin, last = FirstLogin + accounts - 1, accounts, BrokerName, registered = FirstRegistration.ToUnixTimeMilliseconds(),
            no = false, firstChange = FirstChange, lastChange = FirstChange + changes - 1,
        };
        await database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    """
                    with recursive i (n) as (select @first union all select n + 1 from i where n < @last)
                    insert into platform_trader (
                      login, broker_name, group_name, deposit_currency, money_digits, access_rights, account_type, balance, bonus,
                      non_withdrawable_bonus, leverage_in_cents, total_margin_calculation_type, contact_details, limited_risk, send_own_statement,
                      send_statement_to_broker, swap_free, password_hash, registered_at, updated_at, connected_at, open_positions)
                    select n, @BrokerName, 'Default', 'EUR', 2, 'FULL_ACCESS', 'HEDGED', 1000000000, 0, 0, 10000, 'MAX', '{}', @no, @no, @no, @no, 'x',
                      @registered + (n - @first) * 1000, @registered, 0, 0
                    from i
                    """,
                    values);
                if (changes > 0)
                {
                    await session.ExecuteAsync(
                        """
                        with recursive i (n) as (select @firstChange union all select n + 1 from i where n < @lastChange)
                        insert into platform_money_history (history_id, login, kind, type, amount, total_after, external_id, changed_at)
                        select n, @first + n % @accounts, 'Balance', 'DEPOSIT', 100, n * 100, 'payment-' || n, @registered + n from i
                        """,
                        values);
                }
            },
            CancellationToken.None);
    }

    /// <summary>Lets PostgreSQL, which does not vacuum by itself while something is measured, do it now.</summary>
    public static async Task SettleAsync(string options)
    {
        var parsed = DatabaseOptions.Parse(options);
        if (parsed.Engine == DatabaseEngine.Postgres)
        {
            await using var source = NpgsqlDataSource.Create(parsed.ConnectionString);
            foreach (var sql in new[] { "vacuum (analyze) platform_trader", "vacuum (analyze) platform_money_history", "vacuum (analyze) platform_sequence", "checkpoint" })
            {
                await using var command = source.CreateCommand(sql);
                await command.ExecuteNonQueryAsync();
            }
        }
    }
}
