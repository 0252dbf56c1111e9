using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Platform.Instrument;
using Drawbridge.Platform.Snapshots;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drawbridge.IntegrationTests.Instrument;

public sealed class SqliteKillTests(SqliteFixture fixture) : KillTests(fixture, "sqlite:"), IClassFixture<SqliteFixture>;

public sealed class PostgresKillTests(PostgresFixture fixture) : KillTests(fixture, ""), IClassFixture<PostgresFixture>;

/// <summary>The platform is killed (SIGKILL) at seeded moments of whatever changes its state: no acknowledged write is lost, and no half state is left.</summary>
public abstract class KillTests(DatabaseFixture fixture, string prefix) : IAsyncLifetime
{
    private const long Seed = 20_261_121;
    private const int Moments = 3;
    private const int MostMoments = 12;

    private DatabaseOptions _options = null!;
    private KilledPlatform _platform = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var empty = await fixture.OpenEmptyAsync();
        var location = empty.DataSource?.ConnectionString ?? empty.Location;
        _options = prefix.Length > 0 ? DatabaseOptions.ForSqlite(location) : DatabaseOptions.ForPostgres(location);
        _platform = new(prefix + location);
        await _platform.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _platform.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task No_acknowledged_write_is_lost()
    {
        var login = await NewTraderAsync();
        var (users, deposits, begun) = (new ConcurrentDictionary<string, long>(StringComparer.Ordinal), 0L, 0L);
        for (var round = 0; round < 3; round++)
        {
            var (last, done) = ((long)(20 + (200 * SplitMix.FractionAt(Seed, round))), 0L);
            void Acknowledge()
            {
                if (Interlocked.Increment(ref done) == last)
                {
                    _platform.Kill();
                }
            }

            var writers = Enumerable.Range(0, 4).Select(async writer =>
            {
                for (var i = 0; ; i++)
                {
                    var email = $"{round}.{writer}.{i}@example.test";
                    users[email] = await _platform.Api.NewUserAsync(KilledPlatform.Crm, email);
                    Acknowledge();
                    Interlocked.Increment(ref begun);
                    var body = new JsonObject { ["login"] = login, ["preciseAmount"] = 1, ["type"] = BalanceChangeType.Deposit };
                    (await _platform.Api.PostAsync($"{PlatformPaths.Traders}/{login}/changebalance", body)).Status.ShouldBe(System.Net.HttpStatusCode.OK);
                    Interlocked.Increment(ref deposits);
                    Acknowledge();
                }
            });
            foreach (var writer in writers.ToList())
            {
                KilledPlatform.IsConnectionLost(await Should.ThrowAsync<Exception>(() => writer)).ShouldBeTrue();
            }

            await _platform.KillAsync();
            await _platform.StartAsync();
        }

        foreach (var (email, userId) in users)
        {
            var found = await _platform.Api.GetAsync($"{PlatformPaths.UserId}?brokerCrmName={KilledPlatform.Crm}&email={email}");
            ((long?)found.Json["userId"]).ShouldBe(userId, email);
        }

        var balance = (long)(await _platform.Api.GetAsync($"{PlatformPaths.Traders}/{login}")).Json["balance"]! / 100;
        balance.ShouldBeInRange(deposits, begun); // what was acknowledged, and at most what was asked for
        await using var database = Open();
        (await database.ReadAsync(session => session.GetAsync<long>("select cast(sum(amount) as bigint) from platform_money_history where login = @login", new { login }), Cancellation))
            .ShouldBe(balance * 100);
    }

    [Fact]
    public async Task A_snapshot_is_there_as_a_whole_or_not_at_all()
    {
        await SeedAsync(1, 800);
        var state = await FingerprintAsync();
        await TakeAsync("first");
        var took = await KilledPlatform.MeasureAsync(() => TakeAsync("measured"));
        await _platform.Instrument.SendAsync(HttpMethod.Delete, "/instrument/api/snapshots/first");
        var interrupted = 0;
        for (var i = 0; i < Moments || (interrupted == 0 && i < MostMoments); i++)
        {
            var name = $"killed-{i}";
            var isAnswered = await _platform.RunAndKillAsync(() => TakeAsync(name), MomentOf(i, took));
            took = isAnswered ? took / 2 : took; // it is faster this time

            (await FingerprintAsync()).ShouldBe(state);
            var names = await SnapshotsAsync();
            names.ShouldBeSubsetOf(["measured", name]);
            names.ShouldContain(isAnswered ? name : "measured");
            interrupted += isAnswered ? 0 : 1;
            await _platform.StartAsync();
            foreach (var whole in names.Where(whole => whole != "measured"))
            {
                await RestoreAsync(whole);
                (await FingerprintAsync()).ShouldBe(state);
                await _platform.Instrument.SendAsync(HttpMethod.Delete, $"/instrument/api/snapshots/{whole}");
            }
        }

        interrupted.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_restore_leaves_the_old_state_or_the_restored_one()
    {
        await SeedAsync(1, 800);
        await TakeAsync("kept");
        var kept = await FingerprintAsync();
        await ResetAsync();
        await SeedAsync(2, 50);
        var current = await FingerprintAsync();
        await TakeAsync("current");

        await KillAtMomentsAsync(() => RestoreAsync("kept"), current, kept, () => RestoreAsync("current"));
    }

    [Fact]
    public async Task A_reset_leaves_the_old_state_or_an_empty_one()
    {
        await SeedAsync(1, 800);
        await TakeAsync("full");
        var full = await FingerprintAsync();
        await ResetAsync();
        var empty = await FingerprintAsync();
        await RestoreAsync("full");

        await KillAtMomentsAsync(ResetAsync, full, empty, () => RestoreAsync("full"));
    }

    [Fact]
    public async Task A_seeding_leaves_the_old_state_or_everything_that_grew()
    {
        await SeedAsync(1, 50);
        await TakeAsync("before");
        var before = await FingerprintAsync();
        await SeedAsync(2, 800);
        var after = await FingerprintAsync();
        await RestoreAsync("before");

        await KillAtMomentsAsync(() => SeedAsync(2, 800), before, after, () => RestoreAsync("before"));
    }

    private async Task KillAtMomentsAsync(Func<Task<ApiAnswer>> act, string before, string after, Func<Task<ApiAnswer>> goBack)
    {
        await act(); // what the first run of a process takes says nothing
        await goBack();
        var took = await KilledPlatform.MeasureAsync(act);
        await goBack();
        (await FingerprintAsync()).ShouldBe(before);
        var interrupted = 0;
        for (var i = 0; i < Moments || (interrupted == 0 && i < MostMoments); i++)
        {
            var isAnswered = await _platform.RunAndKillAsync(act, i < Moments ? MomentOf(i, took) : TimeSpan.Zero);
            took = isAnswered ? took / 2 : took; // it is faster this time

            var left = await FingerprintAsync();
            left.ShouldBeOneOf(isAnswered ? [after] : [before, after]);
            interrupted += left == before ? 1 : 0;
            await _platform.StartAsync();
            (await FingerprintAsync()).ShouldBe(left);
            await goBack();
        }

        interrupted.ShouldBeGreaterThan(0, "no moment was early enough to interrupt anything");
    }

    /// <summary>Early, in the middle and late.</summary>
    private static TimeSpan MomentOf(int i, TimeSpan took) => took * (0.1 + (0.25 * (i % Moments)) + (0.2 * SplitMix.FractionAt(Seed, i)));

    private Task<ApiAnswer> SeedAsync(long seed, int users) =>
        _platform.Instrument.PostAsync("/instrument/api/seed", new JsonObject { ["seed"] = seed, ["users"] = users, ["operationsPerTrader"] = 60 });

    private Task<ApiAnswer> TakeAsync(string name) => _platform.Instrument.PostAsync("/instrument/api/snapshots", new JsonObject { ["name"] = name });

    private Task<ApiAnswer> RestoreAsync(string name) => _platform.Instrument.PostAsync($"/instrument/api/snapshots/{name}/restore");

    private Task<ApiAnswer> ResetAsync() => _platform.Instrument.PostAsync("/instrument/api/reset");

    private async Task<long> NewTraderAsync()
    {
        var answer = await _platform.Api.PostAsync(PlatformPaths.Traders, PlatformApi.Trader(KilledPlatform.Broker));
        return (long)answer.Json["login"]!;
    }

    private Database Open() => Database.Open(_options, TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>Of every row, read past the platform.</summary>
    private async Task<string> FingerprintAsync()
    {
        await using var database = Open();
        return await StateDump.FingerprintAsync(database);
    }

    /// <summary>The snapshots that are listed. Fails when tables of others are there, too.</summary>
    private async Task<List<string>> SnapshotsAsync()
    {
        await using var database = Open();
        var listed = await database.ReadAsync(static session => session.ListAsync<SnapshotRow>("select * from platform_snapshot"), Cancellation);
        var tables = await database.ReadAsync(
            static session => session.ListAsync<string>(session.Dialect.Choose(
                postgres: "select relname::text from pg_class where relkind = 'r' and relname like 'snapshot%'",
                sqlite: "select name from sqlite_master where type = 'table' and name like 'snapshot%'")),
            Cancellation);
        var state = await database.ReadAsync(StateTables.ListAsync, Cancellation);
        tables.ShouldBe(listed.SelectMany(snapshot => state.Select(table => $"snapshot_{snapshot.Id}_{table.Name}")), ignoreOrder: true);
        return [.. listed.Select(static snapshot => snapshot.Name)];
    }
}
