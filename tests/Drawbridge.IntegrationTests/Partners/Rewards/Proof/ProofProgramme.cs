using Drawbridge.Storage;
using Drawbridge.Storage.Bulk;

namespace Drawbridge.IntegrationTests.Partners.Rewards.Proof;

/// <summary>
/// A partner programme that is made by rules, so that what everybody earns can be worked out without the code that pays: who stands under whom, whose the
/// traders are and were, who was suspended, which version of the plan counted. Everything is a function of numbers.
/// </summary>
internal sealed class ProofProgramme(int positions, DateTimeOffset begin)
{
    public const int Levels = 4;
    public const long FirstLogin = 4_000_000;
    private const int PositionsOfTrader = 50;
    private const int TradersOfPartner = 25;

    private static readonly decimal[] _shares = [50, 20, 10, 5];

    /// <summary>How many positions there are.</summary>
    public int Positions => positions;

    /// <summary>How many traders.</summary>
    public int Traders => Math.Max(10, positions / PositionsOfTrader);

    /// <summary>How many partners.</summary>
    public int Partners => Math.Max(8, Traders / TradersOfPartner);

    public DateTimeOffset Begin => begin;

    public DateTimeOffset End => begin.AddDays(30);

    /// <summary>From then on the second version of the plan counts, and every tenth trader is somebody else's.</summary>
    public DateTimeOffset Middle => begin.AddDays(15);

    /// <summary>Every seventh partner is suspended from the first of these times to the second.</summary>
    public (DateTimeOffset From, DateTimeOffset Until) Suspension => (begin.AddDays(10), begin.AddDays(20));

    public static string Terms(int version) => version == 1
        ? """{"currency":"EUR","levels":[50,20,10,5],"perLot":{"amount":6,"groups":[{"symbols":["XAU*"],"amount":9.5}]},"revenueShare":{"percent":30,"commission":true}}"""
        : """{"currency":"EUR","levels":[50,20,10,5],"perLot":{"amount":7.25,"groups":[{"symbols":["XAU*"],"amount":9.5}]},"revenueShare":{"percent":25,"commission":true}}""";

    /// <summary>Under whom a partner stands; null = at the top.</summary>
    public static int? ParentOf(int partner) => partner == 0 ? null : (partner - 1) / 3;

    /// <summary>Whose a trader is at first, and from the middle on.</summary>
    public int OwnerOf(int trader, bool isLater) => (isLater && trader % 10 == 0 ? trader + 1 : trader) % Partners;

    public static string SymbolOf(int position) => position % 5 == 0 ? "XAUUSD" : "EURUSD";

    /// <summary>In 10^-8.</summary>
    public static long LotsOf(int position) => ((position * 7919L % 500) + 1) * 1_000_000;

    /// <summary>In USD, in 10^-8.</summary>
    public static long CommissionOf(int position) => position % 3 == 0 ? 0 : LotsOf(position) * 3;

    public DateTimeOffset ClosedAt(int position) => begin.AddMilliseconds(1 + (position * 30L * 86_399_000 / positions));

    /// <summary>What each partner has to have earned, in 10^-8, and by how many lines: sums by hand, in the order of the rules.</summary>
    public (Dictionary<int, long> Amounts, long Lines) WorkOut()
    {
        var amounts = new Dictionary<int, long>();
        var lines = 0L;
        for (var position = 0; position < positions; position++)
        {
            var at = ClosedAt(position);
            var isLater = at >= Middle;
            var lots = LotsOf(position) / 100_000_000m;
            var perLot = SymbolOf(position) == "XAUUSD" ? 9.5m : isLater ? 7.25m : 6m;
            var revenue = CommissionOf(position) / 100_000_000m * 0.9m * (isLater ? 25 : 30) / 100;
            foreach (var whole in new[] { Floor(lots * perLot), Floor(revenue) })
            {
                int? partner = OwnerOf(position % Traders, isLater);
                for (var level = 0; level < Levels && partner is { } who; level++, partner = ParentOf(who))
                {
                    var part = Floor(whole * _shares[level] / 100);
                    var isSuspended = who % 7 == 6 && at >= Suspension.From && at < Suspension.Until;
                    if (part > 0 && !isSuspended)
                    {
                        amounts[who] = amounts.GetValueOrDefault(who) + (long)(part * 100_000_000m);
                        lines++;
                    }
                }
            }
        }

        return (amounts, lines);
    }

    /// <summary>Writes it all down, as it would be by now; returns the numbers of the partners.</summary>
    public async Task<IReadOnlyList<long>> StoreAsync(Database database, string brokerName)
    {
        var broker = await database.ReadAsync(session => session.GetAsync<long>("select id from brokers where name = @brokerName", new { brokerName }), CancellationToken.None);
        string[] user = ["broker_id", "email", "normalized_email", "security_stamp", "concurrency_stamp", "preferred_language", "created_at"];
        await InBatchesAsync(database, "users", user, Traders + Partners, n => [broker, $"p{n}@example.com", $"P{n}@EXAMPLE.COM", "x", "x", "en", begin]);
        var users = await NumbersAsync(database, "select id from users where broker_id = @broker order by id", broker);
        await InBatchesAsync(
            database, "accounts", ["broker_id", "user_id", "trader_login", "environment_name", "deposit_currency", "created_at"], Traders + Partners,
            n => [broker, users[n], FirstLogin + n, "live", "EUR", begin]);
        var accounts = await NumbersAsync(database, "select id from accounts where broker_id = @broker order by id", broker);
        await InBatchesAsync(
            database, "partners", ["broker_id", "user_id", "identifier", "name", "status", "created_at"], Partners, n => [broker, users[Traders + n], $"PROOF{n}", $"Partner {n}", 2, begin]);
        var partners = await NumbersAsync(database, "select id from partners where broker_id = @broker order by id", broker);
        string[] status = ["broker_id", "partner_id", "status", "from_at"];
        await InBatchesAsync(database, "partner_statuses", status, Partners, n => [broker, partners[n], 2, begin]);
        var suspended = Enumerable.Range(0, Partners).Where(static n => n % 7 == 6).ToList();
        await InBatchesAsync(database, "partner_statuses", status, suspended.Count, n => [broker, partners[suspended[n]], 3, Suspension.From]);
        await InBatchesAsync(database, "partner_statuses", status, suspended.Count, n => [broker, partners[suspended[n]], 2, Suspension.Until]);
        await InBatchesAsync(
            database, "partner_moves", ["broker_id", "partner_id", "parent_id", "from_at", "recorded_at", "recorded_by"], Partners,
            n => [broker, partners[n], ParentOf(n) is { } parent ? partners[parent] : null, begin, begin, "proof"]);

        // The partnerId the user came with, the signup, and what staff decided of some later.
        string[] line = ["broker_id", "user_id", "kind", "partner_id", "source", "findings", "occurred_at", "recorded_at"];
        await InBatchesAsync(database, "attribution_events", line, Traders, n => [broker, users[n], 1, partners[OwnerOf(n, isLater: false)], 3, 0, begin, begin]);
        await InBatchesAsync(database, "attribution_events", line, Traders, n => [broker, users[n], 3, null, 0, 0, begin, begin]);
        var moved = Enumerable.Range(0, Traders).Where(static n => n % 10 == 0).ToList();
        await InBatchesAsync(
            database, "attribution_events", line, moved.Count,
            n => [broker, users[moved[n]], 1, partners[OwnerOf(moved[n], isLater: true)], (int)Drawbridge.Broker.Partners.Attribution.AttributionSource.Staff, 0, Middle, Middle]);
        await InBatchesAsync(
            database, "partner_trades",
            ["broker_id", "user_id", "account_id", "deal_id", "position_id", "symbol", "volume", "lots", "closed_at", "commission", "deposit_currency", "usd_rate", "recorded_at"], positions,
            n => [broker, users[n % Traders], accounts[n % Traders], n + 1L, n + 1L, SymbolOf(n), LotsOf(n) * 100_000, LotsOf(n), ClosedAt(n), CommissionOf(n), "EUR", "0.9", End]);
        await database.WriteAsync(
            async session =>
            {
                var plan = await session.GetAsync<long>("insert into partner_plans (broker_id, name, created_at) values (@broker, 'Proof', @begin) returning id", new { broker, begin });
                foreach (var (number, from) in new[] { (1, begin), (2, Middle) })
                {
                    await session.ExecuteAsync(
                        $"""
                        insert into partner_plan_versions (broker_id, plan_id, number, terms, from_at, recorded_at, recorded_by)
                        values (@broker, @plan, @number, {session.Dialect.Choose("cast(@terms as jsonb)", "@terms")}, @from, @from, 'proof')
                        """,
                        new { broker, plan, number, terms = Terms(number), from });
                }

                await session.ExecuteAsync(
                    "insert into partner_plan_assignments (broker_id, plan_id, from_at, recorded_at, recorded_by) values (@broker, @plan, @begin, @begin, 'proof')", new { broker, plan, begin });
            },
            CancellationToken.None);
        return partners;
    }

    private static decimal Floor(decimal value) => decimal.Floor(value * 100_000_000m) / 100_000_000m;

    private static Task<IReadOnlyList<long>> NumbersAsync(Database database, string sql, long broker) =>
        database.ReadAsync(session => session.ListAsync<long>(sql, new { broker }), CancellationToken.None);

    private static async Task InBatchesAsync(Database database, string table, string[] columns, int count, Func<int, object?[]> row)
    {
        foreach (var batch in Enumerable.Range(0, count).Chunk(20_000))
        {
            await database.WriteAsync(session => session.InsertManyAsync(table, columns, batch.Select(row)), CancellationToken.None);
        }
    }
}
