using System.Globalization;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage.Bulk;

namespace Drawbridge.IntegrationTests.Partners;

/// <summary>A network goes to another partner while the broker, a process of its own, is killed in the middle of it.</summary>
public abstract class TransferKillTests(DatabaseFixture fixture, string database)
{
    private const int Traders = 1_500;
    private const int Kills = 3;

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact] // INV-6
    public async Task Whatever_kills_the_broker_every_trader_goes_over_once()
    {
        await using var world = new KilledBroker(fixture, database);
        await world.StartAsync();
        var broker = await CountAsync("select id from brokers where name = @Broker");
        var (ann, bob) = (await NewPartnerAsync(world, broker, "Ann"), await NewPartnerAsync(world, broker, "Bob"));
        await AddUsersAsync(broker, ann.Identifier, Traders, "trader");
        await world.AskAsync(HttpMethod.Get, $"partners/{ann.Id}/traders"); // reads what they came with

        await world.AskAsync(HttpMethod.Post, $"partners/{ann.Id}/transfers", new { to = bob.Id, reason = "gone", by = "proof" });
        var seen = 0L;
        for (var kill = 0; kill < Kills; kill++)
        {
            await UntilMovedAsync(seen);
            await world.KillAsync();
            seen = await CountAsync("select moved from partner_transfers");
            (await CountAsync("select count(*) from attributions where partner_id = @bob", bob.Id)).ShouldBe(seen, "how far it came is in the write of what was done");

            // As if the lease of what the dead process had taken were over.
            await fixture.Database.WriteAsync(session => session.ExecuteAsync("update jobs set run_at = 0 where queue = 'partner-transfer'"), None);
            await world.StartAsync();
        }

        await UntilAsync(async () => await CountAsync("select count(*) from partner_transfers where ended_at is not null") == 1);
        await world.KillAsync();

        seen.ShouldBeLessThan(Traders, "it was not killed in the middle");
        (await CountAsync("select moved from partner_transfers"), await CountAsync("select skipped from partner_transfers")).ShouldBe((Traders, 0));
        (await CountAsync("select count(*) from attributions where partner_id = @bob", ann.Id)).ShouldBe(0);
        (await CountAsync("select count(*) from attributions where partner_id = @bob", bob.Id)).ShouldBe(Traders);
        var lines = $"from attribution_events where kind = 1 and source = {(int)AttributionSource.Transfer}";
        (await CountAsync($"select count(*) {lines}"), await CountAsync($"select count(distinct user_id) {lines}")).ShouldBe((Traders, Traders), "a line in the ledger for each, and no second one");
        (await CountAsync("select count(*) from webhook_events where type = 'trader.reattributed'")).ShouldBe(Traders, "the CRM is told of each once");
    }

    private async Task<(long Id, string Identifier)> NewPartnerAsync(KilledBroker world, long broker, string name)
    {
        await AddUsersAsync(broker, partner: null, 1, name);
        var added = await world.AskAsync(
            HttpMethod.Post, "partners", new { brokerName = KilledBroker.Broker, traderId = await CountAsync("select max(id) from users"), name });
        return ((long)added["partner"]!["id"]!, (string)added["partner"]!["partnerId"]!);
    }

    private Task<long> AddUsersAsync(long broker, string? partner, int count, string name)
    {
        string[] columns = ["broker_id", "email", "normalized_email", "security_stamp", "concurrency_stamp", "preferred_language", "partner_id", "created_at"];
        return fixture.Database.WriteAsync(
            session => session.InsertManyAsync("users", columns, Enumerable.Range(0, count).Select(n =>
            {
                var email = string.Create(CultureInfo.InvariantCulture, $"{name}{n}@example.com");
                return new object?[] { broker, email, email.ToUpperInvariant(), "x", "x", "en", partner, TimeProvider.System.GetUtcNow() };
            })),
            None);
    }

    private Task UntilMovedAsync(long seen) => UntilAsync(async () => await CountAsync("select coalesce(max(moved), 0) from partner_transfers") > seen);

    private static async Task UntilAsync(Func<Task<bool>> happened)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!await happened())
        {
            await look.WaitForNextTickAsync(deadline.Token);
        }
    }

    private Task<long> CountAsync(string sql, long bob = 0) =>
        fixture.Database.ReadAsync(session => session.GetAsync<long>(sql, sql.Contains('@', StringComparison.Ordinal) ? new { bob, KilledBroker.Broker } : null), None);

    public sealed class OnSqlite(SqliteFixture fixture) : TransferKillTests(fixture, "sqlite:"), IClassFixture<SqliteFixture>;

    public sealed class OnPostgres(PostgresFixture fixture) : TransferKillTests(fixture, ""), IClassFixture<PostgresFixture>;
}
