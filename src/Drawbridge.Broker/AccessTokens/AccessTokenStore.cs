using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;

namespace Drawbridge.Broker.AccessTokens;

/// <summary>The SQL that changes access tokens and inappTokens. They are issued by the exchange of an OT token (P2B-AT-1).</summary>
internal sealed class AccessTokenStore(Database database)
{
    /// <summary>Revokes one token of the user and the inappTokens bound to it (P2B-4.5-5). Others stay.</summary>
    public Task RevokeAsync(long brokerId, TokenFingerprint token, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var hash = token.ToBytes();
                await session.ExecuteAsync(
                    "update access_tokens set revoked_at = @now where hash = @hash and broker_id = @brokerId and revoked_at is null",
                    new { hash, brokerId, now });
                await session.ExecuteAsync(
                    """
                    update in_app_tokens set revoked_at = @now
                    where user_id = (select user_id from access_tokens where hash = @hash) and broker_id = @brokerId
                      and access_token_hash = @hash and revoked_at is null
                    """,
                    new { hash, brokerId, now });
            },
            cancellationToken);

    /// <summary>Revokes every access token and inappToken of a user, as part of the caller's write (P2B-AT-6, P2B-AT-8).</summary>
    public static async Task<int> RevokeAllAsync(DbSession session, long brokerId, long userId, DateTimeOffset now)
    {
        await session.ExecuteAsync(
            "update in_app_tokens set revoked_at = @now where user_id = @userId and broker_id = @brokerId and revoked_at is null",
            new { userId, brokerId, now });
        return await session.ExecuteAsync(
            "update access_tokens set revoked_at = @now where user_id = @userId and broker_id = @brokerId and revoked_at is null",
            new { userId, brokerId, now });
    }

    /// <summary>Stores an inappToken that goes with an access token.</summary>
    public Task AddInAppTokenAsync(
        TokenFingerprint inApp, AccessTokenRow session, TokenFingerprint accessToken, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            write => write.ExecuteAsync(
                """
                insert into in_app_tokens (hash, broker_id, user_id, access_token_hash, created_at, expires_at)
                values (@hash, @brokerId, @userId, @access, @now, @expiresAt)
                """,
                new { hash = inApp.ToBytes(), brokerId = session.BrokerId, userId = session.UserId, access = accessToken.ToBytes(), now, expiresAt }),
            cancellationToken);

    /// <summary>True when the inappToken is alive and belongs to that user of that broker (P2B-IT-3).</summary>
    public Task<bool> IsInAppTokenValidAsync(
        TokenFingerprint inApp, long brokerId, long ctraderUserId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => await session.FindAsync<int?>(
                """
                select 1 from in_app_tokens t join users u on u.id = t.user_id and u.broker_id = t.broker_id
                where t.hash = @hash and t.broker_id = @brokerId and u.ctrader_user_id = @ctraderUserId
                  and t.revoked_at is null and t.expires_at > @now
                """,
                new { hash = inApp.ToBytes(), brokerId, ctraderUserId, now }) is not null,
            cancellationToken);

    /// <summary>Removes what ended before the times.</summary>
    public Task<int> DeleteExpiredAsync(DateTimeOffset accessBefore, DateTimeOffset inAppBefore, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
                await session.ExecuteAsync("delete from access_tokens where expires_at < @accessBefore", new { accessBefore })
                + await session.ExecuteAsync("delete from in_app_tokens where expires_at < @inAppBefore", new { inAppBefore }),
            cancellationToken);
}
