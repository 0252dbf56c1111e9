using Drawbridge.Broker.EmailProofs;
using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.Throttling;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;

namespace Drawbridge.IntegrationTests.SignIn;

/// <summary>The stores of people, on each engine.</summary>
public abstract class UserStoreTests(DatabaseFixture fixture) : IAsyncLifetime
{
    private long _broker;
    private long _other;

    private Database Database => fixture.Database;

    private UserStore Users => new(Database);

    public async ValueTask InitializeAsync()
    {
        foreach (var set in BrokerApplicationExtensions.BrokerMigrations())
        {
            await new Migrator(Database).MigrateAsync(set, CancellationToken.None);
        }

        _broker = await NewBrokerAsync();
        _other = await NewBrokerAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_user_comes_back_as_he_was_stored()
    {
        var user = NewUser(_broker);
        (await Users.TryAddAsync(user, CancellationToken.None)).ShouldBeTrue();

        var found = await Users.GetAsync(_broker, user.Id, CancellationToken.None);

        found.ShouldBeEquivalentTo(user);
        (await Users.FindByEmailAsync(_broker, user.Email.ToUpperInvariant(), CancellationToken.None))!.Id.ShouldBe(user.Id);
    }

    [Fact]
    public async Task No_statement_reaches_a_user_of_another_broker() // BID-44
    {
        var user = NewUser(_broker);
        await Users.TryAddAsync(user, CancellationToken.None);
        await Users.TrySetCtraderUserIdAsync(_broker, user.Id, 71, CancellationToken.None);

        (await Users.FindAsync(_other, user.Id, CancellationToken.None)).ShouldBeNull();
        (await Users.FindByEmailAsync(_other, user.Email, CancellationToken.None)).ShouldBeNull();
        (await Users.FindByCtraderUserIdAsync(_other, 71, CancellationToken.None)).ShouldBeNull();
        (await Users.FindByCtraderUserIdAsync(_broker, 71, CancellationToken.None))!.Id.ShouldBe(user.Id);
        (await Users.TrySetCtraderUserIdAsync(_other, user.Id, 72, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_address_is_there_once_a_broker_and_at_many_brokers() // BID-45
    {
        var user = NewUser(_broker);
        await Users.TryAddAsync(user, CancellationToken.None);

        (await Users.TryAddAsync(NewUser(_broker, user.Email), CancellationToken.None)).ShouldBeFalse();
        (await Users.TryAddAsync(NewUser(_other, user.Email), CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_two_changes_to_the_same_reading_one_counts()
    {
        var user = NewUser(_broker);
        await Users.TryAddAsync(user, CancellationToken.None);

        var changed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Users.TryUpdateAsync(user, $"stamp {i}", CancellationToken.None)));

        changed.Count(done => done).ShouldBe(1);
    }

    [Fact]
    public async Task The_platforms_user_id_is_set_once_and_to_one_user()
    {
        var (first, second) = (NewUser(_broker), NewUser(_broker));
        await Users.TryAddAsync(first, CancellationToken.None);
        await Users.TryAddAsync(second, CancellationToken.None);

        (await Users.TrySetCtraderUserIdAsync(_broker, first.Id, 81, CancellationToken.None)).ShouldBeTrue();
        (await Users.TrySetCtraderUserIdAsync(_broker, first.Id, 81, CancellationToken.None)).ShouldBeTrue();
        (await Users.TrySetCtraderUserIdAsync(_broker, first.Id, 82, CancellationToken.None)).ShouldBeFalse();
        (await Users.TrySetCtraderUserIdAsync(_broker, second.Id, 81, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_concurrent_attempts_no_more_than_the_limit_pass() // FLOW-AUTH-7
    {
        var store = new ThrottleStore(Database);
        var rule = ThrottleRule.Of("test", _broker, "someone", limit: 5, TimeSpan.FromMinutes(15));
        var now = fixture.Clock.GetUtcNow();

        var waits = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.CountAsync([rule], now, CancellationToken.None)));

        waits.Count(wait => wait is null).ShouldBe(5);
        waits.Where(wait => wait is not null).ShouldAllBe(wait => wait == now + rule.Window);
        (await store.CountAsync([rule], now + rule.Window, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_success_takes_itself_off_the_counters()
    {
        var store = new ThrottleStore(Database);
        var rule = ThrottleRule.Of("test", _broker, "another", limit: 1, TimeSpan.FromMinutes(15));
        var now = fixture.Clock.GetUtcNow();
        for (var i = 0; i < 3; i++)
        {
            (await store.CountAsync([rule], now, CancellationToken.None)).ShouldBeNull();
            await store.ForgiveAsync([rule], CancellationToken.None);
        }

        await store.CountAsync([rule], now, CancellationToken.None);
        (await store.CountAsync([rule], now, CancellationToken.None)).ShouldNotBeNull();
        await store.ForgiveAsync([rule with { ForgetOnSuccess = true }], CancellationToken.None);
        (await store.CountAsync([rule], now, CancellationToken.None)).ShouldBeNull();
        (await store.DeleteEndedAsync(now + TimeSpan.FromHours(1), CancellationToken.None)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Of_concurrent_tries_of_a_code_five_are_let_through()
    {
        var proofs = new EmailProofStore(Database);
        var user = NewUser(_broker);
        await Users.TryAddAsync(user, CancellationToken.None);
        var now = fixture.Clock.GetUtcNow();
        await proofs.PutAsync(_broker, user.Id, "hash", 5, now.AddMinutes(10), CancellationToken.None);

        var hashes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => proofs.TakeTryAsync(_broker, user.Id, now, CancellationToken.None)));

        hashes.Count(hash => hash == "hash").ShouldBe(5);
        await proofs.PutAsync(_broker, user.Id, "second", 5, now.AddMinutes(10), CancellationToken.None);
        (await proofs.TakeTryAsync(_broker, user.Id, now.AddMinutes(10), CancellationToken.None)).ShouldBeNull();
        (await proofs.TakeTryAsync(_other, user.Id, now, CancellationToken.None)).ShouldBeNull();
        (await proofs.TakeTryAsync(_broker, user.Id, now, CancellationToken.None)).ShouldBe("second");
    }

    [Fact]
    public async Task Sessions_are_found_by_their_hash_and_end_together()
    {
        var store = new SessionStore(Database);
        var user = NewUser(_broker);
        await Users.TryAddAsync(user, CancellationToken.None);
        var (first, second) = (SessionToken.New().Fingerprint(), SessionToken.New().Fingerprint());
        var now = fixture.Clock.GetUtcNow();
        var row = new SessionRow { UserId = user.Id, Kept = true, CreatedAt = now, LastSeenAt = now, ExpiresAt = now.AddHours(1) };
        await store.AddAsync(first, _broker, row, CancellationToken.None);
        await store.AddAsync(second, _broker, row, CancellationToken.None);

        (await store.FindAsync(first, _broker, CancellationToken.None)).ShouldBeEquivalentTo(row);
        (await store.FindAsync(first, _other, CancellationToken.None)).ShouldBeNull();
        (await store.DeleteAllAsync(_other, user.Id, CancellationToken.None)).ShouldBe(0);
        (await store.DeleteAllAsync(_broker, user.Id, CancellationToken.None)).ShouldBe(2);
        (await store.FindAsync(second, _broker, CancellationToken.None)).ShouldBeNull();
    }

    private static string NewName() => Guid.NewGuid().ToString("N");

    private BrokerUser NewUser(long brokerId, string? email = null)
    {
        email ??= $"{NewName()}@example.com";
        return new()
        {
            BrokerId = brokerId,
            Email = email,
            NormalizedEmail = UserStore.Normalize(email),
            PasswordHash = "hash",
            SecurityStamp = "security",
            ConcurrencyStamp = "first",
            FirstName = "Marlene",
            LastName = "Okonkwo",
            PreferredLanguage = "de",
            PartnerId = "partner é",
            Acquisition = """{"source":"iOS"}""",
            CreatedAt = fixture.Clock.GetUtcNow(),
        };
    }

    private Task<long> NewBrokerAsync() => Database.WriteAsync(
        async session =>
        {
            var crm = await session.GetAsync<long>("insert into crms (name, settings) values (@name, '{}') returning id", new { name = NewName() });
            return await session.GetAsync<long>(
                "insert into brokers (crm_id, name, settings, manager_password_sealed) values (@crm, @name, '{}', '') returning id",
                new { crm, name = NewName() });
        },
        CancellationToken.None);
}

public sealed class SqliteUserStoreTests(SqliteFixture fixture) : UserStoreTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresUserStoreTests(PostgresFixture fixture) : UserStoreTests(fixture), IClassFixture<PostgresFixture>;
