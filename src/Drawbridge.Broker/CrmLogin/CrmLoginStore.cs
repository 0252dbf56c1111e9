using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Sessions;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;

namespace Drawbridge.Broker.CrmLogin;

/// <summary>The SQL of logins that are under way at a CRM. They are found by the hash of their state and the broker.</summary>
internal sealed class CrmLoginStore(Database database, SealedText seal, TimeProvider time)
{
    /// <summary>How long somebody may take to log in at the CRM.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    private const string Purpose = "crm-login";

    /// <summary>Adds a login; those that took too long go.</summary>
    public Task AddAsync(string state, CrmLoginAttempt attempt, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("delete from crm_logins where expires_at <= @now", new { now });
                await session.ExecuteAsync(
                    "insert into crm_logins (hash, broker_id, attempt_sealed, expires_at) values (@hash, @BrokerId, @sealedAttempt, @expiresAt)",
                    new { hash = HashOf(state), attempt.BrokerId, sealedAttempt = seal.Seal(Purpose, attempt.Write(), Lifetime), expiresAt = now + Lifetime });
            },
            cancellationToken);
    }

    /// <summary>The broker's login with that state, or null. Does not end it.</summary>
    public async Task<CrmLoginAttempt?> FindAsync(BrokerEntity broker, string state, CancellationToken cancellationToken) =>
        Open(await database.ReadAsync(
            session => session.FindAsync<string>(
                "select attempt_sealed from crm_logins where hash = @hash and broker_id = @brokerId", new { hash = HashOf(state), brokerId = broker.Id }),
            cancellationToken));

    /// <summary>Takes the login, of which there is only one taker: an answer that comes again finds nothing.</summary>
    public async Task<bool> TakeAsync(BrokerEntity broker, string state, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            session => session.ExecuteAsync(
                "delete from crm_logins where hash = @hash and broker_id = @brokerId", new { hash = HashOf(state), brokerId = broker.Id }),
            cancellationToken) == 1;

    private static byte[] HashOf(string state) => TokenFingerprint.Of(state).ToBytes();

    private CrmLoginAttempt? Open(string? sealedAttempt) => seal.Open(Purpose, sealedAttempt) is { } text ? CrmLoginAttempt.Read(text) : null;
}
