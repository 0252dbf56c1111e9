using System.Diagnostics;
using System.Globalization;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Broker.Partners.Rewards.Statements;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.Partners.Rewards.Proof;

/// <summary>
/// The statements of many positions are made while the broker, a process of its own, is killed twice: once while positions become rewards, once while
/// rewards come onto statements. What everybody gets is worked out apart. STATEMENT_PROOF_POSITIONS sets how many positions there are.
/// </summary>
public abstract class StatementProofTests(DatabaseFixture fixture, string database)
{
    private static readonly int _positions =
        int.TryParse(Environment.GetEnvironmentVariable("STATEMENT_PROOF_POSITIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 10_000;

    // A short run can be over before anybody looks; then the kill comes behind it.
    private static readonly bool _isLong = _positions >= 100_000;

    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(30);

    [Fact] // INV-2
    public async Task Whatever_kills_the_broker_each_position_is_earned_by_once_and_every_statement_adds_up()
    {
        var programme = new ProofProgramme(_positions, TimeProvider.System.GetUtcNow().AddDays(-31));
        await using var world = new KilledBroker(fixture, database);
        await world.StartAsync();
        var partners = await programme.StoreAsync(fixture.Database, KilledBroker.Broker);
        var seen = new List<int>();
        var began = Stopwatch.GetTimestamp();
        var run = (long)(await world.AskAsync(
            HttpMethod.Post, "partner-runs", new { brokerName = KilledBroker.Broker, from = programme.Begin, until = programme.End, by = "proof" }))["id"]!;

        await UntilAsync(seen, static shown => (shown is { State: RunState.Rewarding, FactsDone: > 0 } && (!_isLong || shown.FactsDone > _positions / 3)) || IsOverSoon(shown));
        await world.KillAsync();
        var facts = await CountAsync("select facts_done from partner_runs");
        facts.ShouldBeInRange(1, _positions - (_isLong ? 1 : 0), "it was not killed while positions become rewards");
        await world.StartAsync();
        await UntilAsync(seen, static shown => (shown is { State: RunState.Collecting, RewardsDone: > 0 } && (!_isLong || shown.RewardsDone > shown.RewardsTotal / 3)) || IsOverSoon(shown));
        await world.KillAsync();
        var (collected, total) = (await CountAsync("select rewards_done from partner_runs"), await CountAsync("select rewards_total from partner_runs"));
        collected.ShouldBeInRange(1, total - (_isLong ? 1 : 0), "it was not killed while rewards come onto statements");
        await world.StartAsync();
        await UntilAsync(seen, static shown => shown.State == RunState.Done);
        var took = Stopwatch.GetElapsedTime(began);
        ((int)(await world.AskAsync(HttpMethod.Get, $"partner-runs/{run}"))["percent"]!).ShouldBe(100);
        await world.KillAsync();

        seen.ShouldBe(seen.Order().ToList(), "the bar went back");
        await CheckAsync(programme, partners);
        var statements = await CountAsync("select count(*) from partner_statements");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_positions:N0} positions of {programme.Traders:N0} traders, {programme.Partners:N0} partners: {total:N0} lines on {statements:N0} statements in {took.TotalSeconds:N1} s, "
            + $"with kills at {facts:N0} positions and {collected:N0} lines; {seen.Distinct().Count()} steps of the bar seen"));
    }

    private static bool IsOverSoon(StatementRun shown) => !_isLong && shown.State == RunState.Done;

    private async Task CheckAsync(ProofProgramme programme, IReadOnlyList<long> partners)
    {
        var (amounts, lines) = programme.WorkOut();
        (await CountAsync("select count(*) from partner_trades where rewarded_at is null")).ShouldBe(0);
        (await CountAsync("select count(*) from partner_rewards where kind < 4")).ShouldBe(lines);
        (await CountAsync("select count(*) from partner_rewards where kind < 4 and statement_id is null")).ShouldBe(0, "something stands on no statement");
        (await CountAsync("select count(*) from partner_holds")).ShouldBe(0);
        var rows = await fixture.Database.ReadAsync(
            session => session.ListAsync<Row>(
                """
                select s.partner_id, s.amount, s.lines,
                  (select cast(sum(r.amount) as bigint) from partner_rewards r where r.broker_id = s.broker_id and r.statement_id = s.id) as added,
                  (select count(*) from partner_rewards r where r.broker_id = s.broker_id and r.statement_id = s.id) as counted,
                  (select cast(coalesce(sum(r.amount), 0) as bigint) from partner_rewards r where r.broker_id = s.broker_id and r.partner_id = s.partner_id and r.statement_id is null) as carried
                from partner_statements s where s.state = 1
                """),
            CancellationToken.None);
        rows.ShouldAllBe(static row => row.Amount == row.Added && row.Lines == row.Counted && row.Amount % 1_000_000 == 0 && row.Carried >= 0 && row.Carried < 1_000_000);
        rows.ToDictionary(static row => row.PartnerId, static row => row.Amount + row.Carried).ShouldBe(
            amounts.ToDictionary(pair => partners[pair.Key], static pair => pair.Value), ignoreOrder: true);
        (await CountAsync($"select count(*) from partner_rewards where kind = {(int)RewardKind.CarriedOver}")).ShouldBe(2 * rows.Count(static row => row.Carried > 0));
    }

    /// <summary>Looks into the database itself, because a small run is over before many questions of the API are answered.</summary>
    private async Task UntilAsync(List<int> seen, Func<StatementRun, bool> happened)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(_isLong ? 50 : 2));
        using var deadline = new CancellationTokenSource(_deadline);
        while (true)
        {
            var shown = await fixture.Database.ReadAsync(
                session => session.GetAsync<StatementRun>("select state, facts_total, facts_done, rewards_total, rewards_done from partner_runs"), CancellationToken.None);
            seen.Add(shown.Percent);
            if (happened(shown))
            {
                return;
            }

            await look.WaitForNextTickAsync(deadline.Token);
        }
    }

    private Task<long> CountAsync(string sql) => fixture.Database.ReadAsync(session => session.GetAsync<long>(sql), CancellationToken.None);

    public sealed class OnSqlite(SqliteFixture fixture) : StatementProofTests(fixture, "sqlite:"), IClassFixture<SqliteFixture>;

    public sealed class OnPostgres(PostgresFixture fixture) : StatementProofTests(fixture, ""), IClassFixture<PostgresFixture>;

    private sealed record Row
    {
        public long PartnerId { get; init; }

        public long Amount { get; init; }

        public long Lines { get; init; }

        public long Added { get; init; }

        public long Counted { get; init; }

        public long Carried { get; init; }
    }
}
