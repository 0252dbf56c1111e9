using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.Ribbons.Proof;

/// <summary>
/// A campaign for many users is planned and delivered while the broker, a process of its own, is killed in the middle of either: no user has a wrong set, and nobody is sent
/// one twice but those whose call was under way. RIBBON_PROOF_USERS sets how many are planned, RIBBON_PROOF_DELIVERED how many are delivered.
/// </summary>
public abstract partial class RibbonProofTests(DatabaseFixture fixture, string database)
{
    private const int Parallelism = 4;

    private static readonly int Users = Number("RIBBON_PROOF_USERS", 3_000);
    private static readonly int Delivered = Number("RIBBON_PROOF_DELIVERED", 400);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(30);

    [Fact] // FLOW-RIBBON-2, FLOW-RIBBON-8, B2P-0-13, B2P-3.9-17
    public async Task Whatever_kills_the_broker_nobody_has_a_wrong_set_and_nobody_gets_one_twice()
    {
        await using var world = new RibbonProofWorld(fixture, database, Users, Delivered);
        await world.StartAsync();
        var audience = Enumerable.Range(0, Users).Count(static n => RibbonProofWorld.LanguageOf(n) != "fr");
        using var planned = new CancellationTokenSource();
        var began = Stopwatch.GetTimestamp();
        await StartCampaignAsync(world);

        // Killed while it looks at everybody.
        await UntilAsync(async () => await CountAsync("select coalesce(max(looked_at), 0) from ribbon_passes") >= Users / 3);
        await world.KillBrokerAsync();
        var lookedAt = await CountAsync("select max(looked_at) from ribbon_passes");
        lookedAt.ShouldBeInRange(1, Users - 1, "it was not killed in the middle of planning");
        await world.StartBrokerAsync();
        var measuring = world.MeasureTokenCallsAsync(planned.Token);
        await UntilAsync(async () => await CountAsync("select count(*) from ribbon_passes where finished_at is not null") == 1);
        var planning = Stopwatch.GetElapsedTime(began);
        await planned.CancelAsync();
        var tokens = (await measuring).Order().ToList();
        var memory = MemoryOf(world.BrokerProcess);

        // Killed while it sends.
        await UntilAsync(async () => await DeliveredAsync() >= Delivered / 2);
        await world.KillBrokerAsync();
        var atKill = await DeliveredAsync();
        await world.StartBrokerAsync();
        await UntilAsync(async () => await DeliveredAsync() >= Delivered);
        var delivering = Stopwatch.GetElapsedTime(began);
        await world.KillBrokerAsync();

        (await CountAsync("select count(*) from ribbon_sets")).ShouldBe(audience);
        (await CountAsync(
            """
            select count(*) from users u left join ribbon_sets s on s.ctrader_user_id = u.ctrader_user_id left join ribbon_contents c on c.hash = s.planned_hash
            where (u.preferred_language = 'fr' and s.ctrader_user_id is not null)
               or (u.preferred_language = 'de' and (c.ribbons is null or c.ribbons not like '%Hallo%'))
               or (u.preferred_language = 'en' and (c.ribbons is null or c.ribbons not like '%Hello%'))
            """)).ShouldBe(0, "somebody has a wrong plan");
        var shown = await world.ReadPlatformAsync();
        var wrong = shown.Where(static one => one.Value != (RibbonProofWorld.LanguageOf((int)(one.Key - RibbonProofWorld.FirstUser)) switch { "de" => "Hallo", "en" => "Hello", _ => "" }));
        wrong.ShouldBeEmpty("the platform shows somebody a wrong set");
        var confirmed = await fixture.Database.ReadAsync(session => session.ListAsync<long>("select ctrader_user_id from ribbon_sets where confirmed_hash is not null"), CancellationToken.None);
        confirmed.Except(shown.Keys).ShouldBeEmpty("somebody counts as delivered to whom the platform shows nothing");
        var twice = world.Calls().Count(static one => one.Value > 1);
        twice.ShouldBeLessThanOrEqualTo(2 * Parallelism, "only who was under way at a kill is sent the same once more");
        world.Calls().Values.Max().ShouldBeLessThanOrEqualTo(2);
        (await CountAsync("select count(*) from ribbon_sets where failure is not null")).ShouldBe(0, "the platform refused nothing: its limit was kept");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Users:N0} users, {audience:N0} planned in {planning.TotalSeconds:N1} s with a kill at {lookedAt:N0}; {shown.Count:N0} delivered after {delivering.TotalSeconds:N1} s with a kill at {atKill:N0}; "
            + $"{twice} sent twice; peak memory {memory} MB; {tokens.Count:N0} token calls beside planning: median {At(tokens, 0.5):N1} ms, p99 {At(tokens, 0.99):N1} ms, longest {At(tokens, 1):N1} ms"));
    }

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)((sorted.Count - 1) * share)];

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static async Task StartCampaignAsync(RibbonProofWorld world)
    {
        var added = await world.AskAsync(HttpMethod.Post, "/api/v1/ribbons/campaigns", new
        {
            brokerName = RibbonProofWorld.Broker, by = "ann", name = "Proof", color = "#1d4ed8",
            titles = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "Hello", ["de"] = "Hallo" },
            action = new { urlExternal = "https://broker.example.com/" }, audience = new { languages = new[] { "en", "de" } },
        });
        await world.AskAsync(HttpMethod.Post, $"/api/v1/ribbons/campaigns/{added["id"]}/submit", new { by = "ann" });
        await world.AskAsync(HttpMethod.Post, $"/api/v1/ribbons/campaigns/{added["id"]}/approve", new { by = "bob" });
    }

    private static async Task UntilAsync(Func<Task<bool>> happened)
    {
        // It happens in other processes, which need the processor more than we do.
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await happened())
        {
            await look.WaitForNextTickAsync(deadline.Token);
        }
    }

    /// <summary>The most that a process has used, in MB.</summary>
    private static long MemoryOf(int process) =>
        long.Parse(PeakMemory().Match(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"))).Groups["kb"].Value, CultureInfo.InvariantCulture) / 1024;

    private Task<long> DeliveredAsync() => CountAsync("select count(*) from ribbon_sets where confirmed_hash is not null");

    private Task<long> CountAsync(string sql) => fixture.Database.ReadAsync(session => session.GetAsync<long>(sql), CancellationToken.None);

    [GeneratedRegex(@"VmHWM:\s+(?<kb>[0-9]+) kB", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PeakMemory();

    public sealed class OnSqlite(SqliteFixture fixture) : RibbonProofTests(fixture, "sqlite:"), IClassFixture<SqliteFixture>;

    public sealed class OnPostgres(PostgresFixture fixture) : RibbonProofTests(fixture, ""), IClassFixture<PostgresFixture>;
}
