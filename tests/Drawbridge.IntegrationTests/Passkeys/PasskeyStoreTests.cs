using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Passkeys;
using Drawbridge.Broker.Security;
using Drawbridge.Broker.Sessions;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Passkeys;

public sealed class PasskeyStoreOnSqlite(SqliteBrokerHost host) : PasskeyStoreTests(host), IClassFixture<SqliteBrokerHost>;

public sealed class PasskeyStoreOnPostgres(PostgresBrokerHost host) : PasskeyStoreTests(host), IClassFixture<PostgresBrokerHost>;

/// <summary>The SQL of passkeys and of proofs on both engines.</summary>
public abstract class PasskeyStoreTests(BrokerHost host)
{
    private const string RpId = "trade.example.test";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private PasskeyStore Store => host.Services.GetRequiredService<PasskeyStore>();

    [Fact]
    public async Task A_passkey_is_found_by_its_owner_broker_and_host_alone()
    {
        var (brokerId, userId) = await NewUserAsync();
        var (otherBroker, otherUser) = await NewUserAsync();
        var row = NewRow();
        (await AddAsync(brokerId, userId, row)).ShouldBeTrue();

        var found = (await Store.FindAsync(brokerId, userId, RpId, row.CredentialId, None)).ShouldNotBeNull();
        (found.Name, found.SignCount, found.UserVerified, found.Transports).ShouldBe(("Phone", 7, true, null));
        found.PublicKey.ShouldBe(row.PublicKey);
        (await Store.FindAsync(otherBroker, userId, RpId, row.CredentialId, None)).ShouldBeNull();
        (await Store.FindAsync(brokerId, otherUser, RpId, row.CredentialId, None)).ShouldBeNull();
        (await Store.FindAsync(brokerId, userId, "other.example.test", row.CredentialId, None)).ShouldBeNull();
        (await Store.HasAnyAsync(brokerId, userId, RpId, None)).ShouldBeTrue();
        (await Store.HasAnyAsync(brokerId, userId, "other.example.test", None)).ShouldBeFalse();
        (await Store.FindOwnerAsync(otherBroker, row.CredentialId, None)).ShouldBeNull();
        (await AddAsync(brokerId, userId, row)).ShouldBeFalse("the credential is somebody's");
        (await AddAsync(otherBroker, otherUser, row)).ShouldBeTrue("each broker is its own");
        (await AddAsync(brokerId, otherUser, NewRow())).ShouldBeFalse("the user is another broker's");
        (await AddAsync(brokerId, userId, NewRow(), maximum: 1)).ShouldBeFalse("there are as many as can be");
    }

    [Fact]
    public async Task Of_uses_at_the_same_moment_the_counter_lets_each_through_once()
    {
        var (brokerId, userId) = await NewUserAsync();
        var row = NewRow();
        await AddAsync(brokerId, userId, row);

        var uses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.TryUseAsync(brokerId, userId, row.CredentialId, 8, backedUp: false, host.Time.GetUtcNow(), None)));

        uses.Count(static one => one).ShouldBe(1);
        (await Store.TryUseAsync(brokerId, userId, row.CredentialId, 7, backedUp: true, host.Time.GetUtcNow(), None)).ShouldBeFalse();
        (await Store.TryUseAsync(brokerId, userId, row.CredentialId, 0, backedUp: true, host.Time.GetUtcNow(), None)).ShouldBeFalse();
        var synced = NewRow() with { SignCount = 0 };
        await AddAsync(brokerId, userId, synced);
        (await Store.TryUseAsync(brokerId, userId, synced.CredentialId, 0, backedUp: true, host.Time.GetUtcNow(), None)).ShouldBeTrue("it does not count at all");
        (await Store.FindAsync(brokerId, userId, RpId, synced.CredentialId, None))!.BackedUp.ShouldBeTrue();
    }

    [Fact]
    public async Task A_proof_is_written_into_its_own_session()
    {
        var (brokerId, userId) = await NewUserAsync();
        var store = host.Services.GetRequiredService<SessionStore>();
        var inApp = host.Services.GetRequiredService<InAppSessionStore>();
        var (one, other, screen) = (SessionToken.New().Fingerprint(), SessionToken.New().Fingerprint(), SessionToken.New().Fingerprint());
        var now = host.Time.GetUtcNow();
        foreach (var token in new[] { one, other })
        {
            await store.AddAsync(token, brokerId, new() { UserId = userId, CreatedAt = now, LastSeenAt = now, ExpiresAt = now.AddHours(1) }, None);
        }

        await inApp.AddAsync(userId, OneTimeToken.New().Fingerprint(), new(screen, brokerId, InAppAction.Withdraw, Account: null, now.AddHours(1)), None);

        await store.ProveAsync(one, brokerId, withFactor: false, now, None);
        (await store.FindAsync(one, brokerId, None))!.FactorAt.ShouldBeNull();
        await store.ProveAsync(one, brokerId, withFactor: true, now, None);
        await inApp.ProveAsync(screen, brokerId, None);

        (await store.FindAsync(one, brokerId, None))!.FactorAt.ShouldBe(now);
        (await store.FindAsync(one, brokerId, None))!.ProvedAt.ShouldBe(now);
        (await store.FindAsync(other, brokerId, None))!.ProvedAt.ShouldBeNull();
        (await inApp.FindAsync(screen, brokerId, None))!.FactorAt.ShouldBe(now);
    }

    [Fact]
    public async Task Idle_access_tokens_are_not_listed()
    {
        var crm = await host.NewCrmAsync(change: static settings => settings with { AccessTokenIdleLifetime = TimeSpan.FromDays(1) });
        var ctraderUserId = await crm.NewUserAsync();
        await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(ctraderUserId));
        var devices = host.Services.GetRequiredService<DeviceStore>();
        var userId = (await host.Services.GetRequiredService<Drawbridge.Broker.Users.CrmUsers>().FindAsync(crm.Broker(), ctraderUserId, None))!.Value;

        (await devices.ListApplicationsAsync(crm.Broker(), userId, host.Time.GetUtcNow(), None)).Count.ShouldBe(1);
        (await devices.ListApplicationsAsync(crm.Broker(), userId, host.Time.GetUtcNow().AddDays(1), None)).ShouldBeEmpty();
    }

    private static PasskeyRow NewRow() => new()
    {
        CredentialId = Guid.NewGuid().ToByteArray(), PublicKey = [1, 2, 3], SignCount = 7, Name = "Phone", RpId = RpId, UserVerified = true, BackupEligible = true,
    };

    private Task<bool> AddAsync(long brokerId, long userId, PasskeyRow row, int maximum = 20) =>
        Store.TryAddAsync(brokerId, userId, row, maximum, static _ => Task.CompletedTask, None);

    private async Task<(long BrokerId, long UserId)> NewUserAsync()
    {
        var crm = await host.NewCrmAsync();
        var ctraderUserId = await crm.NewUserAsync();
        return (crm.Broker().Id, await host.Database.ReadAsync(
            session => session.GetAsync<long>("select id from users where ctrader_user_id = @ctraderUserId", new { ctraderUserId }), None));
    }
}
