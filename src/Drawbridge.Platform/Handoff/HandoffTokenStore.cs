using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Platform.Handoff;

/// <summary>What a handoff token stands for.</summary>
internal sealed class HandoffTokenRow
{
    public byte[] Fingerprint { get; init; } = [];

    public long UserId { get; init; }

    public long TraderLogin { get; init; }

    public string BrokerName { get; init; } = "";

    public DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class HandoffTokenStore(PlatformDatabase database, TimeProvider time)
{
    /// <summary>Keeps a token, and drops those that have expired.</summary>
    public Task AddAsync(HandoffTokenRow token, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("delete from platform_handoff_token where expires_at <= @now", new { now = time.GetUtcNow() });
                await session.ExecuteAsync(
                    """
                    insert into platform_handoff_token (fingerprint, user_id, trader_login, broker_name, expires_at)
                    values (@Fingerprint, @UserId, @TraderLogin, @BrokerName, @ExpiresAt)
                    """,
                    token);
            },
            cancellationToken);

    /// <summary>A token that is still good, null otherwise.</summary>
    public Task<HandoffTokenRow?> FindAsync(TokenFingerprint fingerprint, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<HandoffTokenRow>(
                "select * from platform_handoff_token where fingerprint = @fingerprint and expires_at > @now",
                new { fingerprint = fingerprint.ToBytes(), now = time.GetUtcNow() }),
            cancellationToken);

    /// <summary>Consumes a token that is still good; false when it is not. Of several callers one gets true (B2P-redeem-6).</summary>
    public Task<bool> TakeAsync(TokenFingerprint fingerprint, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session => await session.ExecuteAsync(
                "delete from platform_handoff_token where fingerprint = @fingerprint and expires_at > @now",
                new { fingerprint = fingerprint.ToBytes(), now = time.GetUtcNow() }) == 1,
            cancellationToken);
}
