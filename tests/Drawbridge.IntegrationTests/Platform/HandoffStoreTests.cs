using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Platform.Handoff;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Referrals;
using Drawbridge.Platform.Ribbons;
using Drawbridge.Platform.Users;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class SqliteHandoffStoreTests(SqliteFixture fixture) : HandoffStoreTests(fixture, "sqlite:"), IClassFixture<SqliteFixture>;

public sealed class PostgresHandoffStoreTests(PostgresFixture fixture) : HandoffStoreTests(fixture, ""), IClassFixture<PostgresFixture>;

/// <summary>Handoff tokens, identifiers and controls, the same tests on either engine.</summary>
public abstract class HandoffStoreTests(DatabaseFixture fixture, string prefix) : IAsyncLifetime
{
    private PlatformDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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

    private async Task<long> NewUserAsync() =>
        (await new UserStore(_database, fixture.Clock).CreateAsync(new("crm", PlatformApi.NewEmail(), null, null, null), Cancellation))!.Value;

    [Fact] // B2P-redeem-6, B2P-redeem-7
    public async Task A_token_is_taken_once_and_in_time()
    {
        var store = new HandoffTokenStore(_database, fixture.Clock);
        var userId = await NewUserAsync();
        HandoffTokenRow Row(OneTimeToken token) => new()
        {
            Fingerprint = token.Fingerprint().ToBytes(), UserId = userId, TraderLogin = 1, BrokerName = "b", ExpiresAt = fixture.Clock.GetUtcNow().AddSeconds(60),
        };
        var (token, late) = (OneTimeToken.New(), OneTimeToken.New());
        await store.AddAsync(Row(token), Cancellation);
        await store.AddAsync(Row(late), Cancellation);

        var taken = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => store.TakeAsync(token.Fingerprint(), Cancellation)));

        taken.Count(static one => one).ShouldBe(1);
        fixture.Clock.Advance(TimeSpan.FromSeconds(60));
        (await store.FindAsync(late.Fingerprint(), Cancellation)).ShouldBeNull();
        (await store.TakeAsync(late.Fingerprint(), Cancellation)).ShouldBeFalse();
    }

    [Fact] // B2P-3.6-9, B2P-3.8-3
    public async Task The_last_identifier_counts()
    {
        var store = new ReferralStore(_database, fixture.Clock);
        var userId = await NewUserAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.SetAsync("crm", userId, 0, $"p{i}", Cancellation)));
        await store.SetAsync("crm", userId, 0, "last", Cancellation);
        await store.SetAsync("crm", userId, 7, "account", Cancellation);

        (await store.ListByUserAsync("crm", userId, Cancellation)).Select(static row => row.PartnerId).ShouldBe(["last", "account"]);
        await store.DeleteAsync("crm", userId, 0, Cancellation);
        (await store.ListByUserAsync("crm", userId, Cancellation)).Select(static row => row.PartnerId).ShouldBe(["account"]);
        (await store.ListByAccountAsync("crm", 0, Cancellation)).ShouldBeEmpty();
    }

    [Fact] // B2P-3.9-17
    public async Task A_set_is_replaced_as_a_whole()
    {
        var store = new RibbonStore(_database);
        var userId = await NewUserAsync();
        Ribbon Titled(string title) => new() { Title = title, Action = new() { UrlInApp = "https://a.test" } };

        await store.ReplaceAsync("crm", userId, [Titled("a"), Titled("b")], Cancellation);
        await store.ReplaceAsync("crm", userId, [Titled("Ü 🙂")], Cancellation);

        (await store.ListAsync("crm", userId, Cancellation)).ShouldBe([Titled("Ü 🙂")]);
        (await store.ListAsync("other", userId, Cancellation)).ShouldBeEmpty();
    }
}
