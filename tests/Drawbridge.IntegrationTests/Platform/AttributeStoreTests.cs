using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Platform.Attributes;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Managers;
using Drawbridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class SqliteAttributeStoreTests(SqliteFixture fixture) : AttributeStoreTests(fixture, "sqlite:"), IClassFixture<SqliteFixture>;

public sealed class PostgresAttributeStoreTests(PostgresFixture fixture) : AttributeStoreTests(fixture, ""), IClassFixture<PostgresFixture>;

/// <summary>Attributes, the same tests on either engine.</summary>
public abstract class AttributeStoreTests(DatabaseFixture fixture, string prefix) : IAsyncLifetime
{
    private static readonly Manager Limited = new(1, new HashSet<string> { "Default" }, new HashSet<string> { "hidden" }, SuperAdmin: false);

    private PlatformDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AttributeStore Attributes => new(_database, fixture.Clock);

    public async ValueTask InitializeAsync()
    {
        _database = new(Options.Create(new PlatformOptions { Database = prefix + fixture.Options.ConnectionString }), fixture.Clock, NullLoggerFactory.Instance);
        await new Migrator(_database.Database).MigrateAsync(PlatformMigrations.Set, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact] // WS-91..96
    public async Task Names_are_found_by_a_part_of_them_and_pages_follow_one_another()
    {
        await Attributes.SetAsync("managers", [(1, "100%_\\x", "a"), (1, "ÄB", "b"), (2, "äb", "c"), (3, "other", "d")], Cancellation);
        Task<IReadOnlyList<AttributeRow>> ListAsync(string? name, int limit = 10) =>
            Attributes.ListAsync("managers", Limited, new([1, 2, 3], 0, limit, name, null), Cancellation);

        (await ListAsync("Äb")).Select(static row => row.EntityId).ShouldBe([1, 2]);
        (await ListAsync("0%_\\")).Select(static row => row.Value).ShouldBe(["a"]);
        (await ListAsync("0_")).ShouldBeEmpty();
        (await ListAsync(null, limit: 2)).Select(static row => row.EntityId).Distinct().ShouldBe([1, 2]);
        await Attributes.DeleteAsync("managers", [1, 2], ["ÄB", "äb"], Cancellation);
        (await ListAsync(null)).Select(static row => row.Value).ShouldBe(["a", "d"]);
        await Attributes.DeleteAsync("managers", [1], [], Cancellation);
        (await ListAsync(null)).Select(static row => row.Value).ShouldBe(["d"]);
    }

    [Fact] // WS-91, WS-97
    public async Task Only_traders_within_reach_are_listed()
    {
        var traders = new Drawbridge.Platform.Traders.TraderStore(_database, fixture.Clock);
        async Task<long> NewAsync(string broker, string group) => (await traders.CreateAsync(
            new()
            {
                BrokerName = broker, GroupName = group, DepositCurrency = "EUR", AccessRights = "x", AccountType = "x", TotalMarginCalculationType = "x",
                RegisteredAt = fixture.Clock.GetUtcNow(), UpdatedAt = fixture.Clock.GetUtcNow(),
            },
            Cancellation)).Login;
        long[] logins = [await NewAsync("b", "Default"), await NewAsync("hidden", "Default"), await NewAsync("b", "VIP"), await NewAsync("b", "Default")];
        await Attributes.SetAsync("traders", [.. logins.Select(static login => (login, "a", "1"))], Cancellation);
        var now = fixture.Clock.GetUtcNow();
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await Attributes.SetAsync("traders", [(logins[3], "a", "2")], Cancellation);

        (await Attributes.ListReachedTradersAsync(Limited, [.. logins, 1], Cancellation)).Order().ShouldBe([logins[0], logins[3]]);
        (await Attributes.ListAsync("traders", Limited, new(null, 0, 10, null, now), Cancellation)).Select(static row => row.EntityId).ShouldBe([logins[0], logins[3]]);
        (await Attributes.ListAsync("traders", Limited, new(null, logins[0], 10, null, now.AddSeconds(1)), Cancellation)).Single().Value.ShouldBe("2");
    }
}
