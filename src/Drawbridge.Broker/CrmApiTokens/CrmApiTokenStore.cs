using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;

namespace Drawbridge.Broker.CrmApiTokens;

/// <summary>The SQL of <c>crmApiToken</c>s.</summary>
internal sealed class CrmApiTokenStore(Database database)
{
    /// <summary>Channel on which a revocation is announced, so that most nodes know of it at once.</summary>
    public const string Channel = "crm-api-tokens";

    /// <summary>Stores a new token beside the earlier ones (P2B-CT-3), if the password it was issued for still is one; else false.</summary>
    public Task<bool> AddAsync(
        TokenFingerprint token, CrmPassword password, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session => await session.ExecuteAsync(
                """
                insert into crm_api_tokens (hash, crm_id, broker_id, password_id, created_at, expires_at)
                select @hash, crm_id, broker_id, id, @now, @expiresAt from crm_passwords where id = @id
                """,
                new { hash = token.ToBytes(), id = password.Id, now, expiresAt }) == 1,
            cancellationToken);

    /// <summary>The grant of a token, or null when it is unknown or was revoked. May be expired.</summary>
    public Task<CrmApiTokenGrant?> FindAsync(TokenFingerprint token, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var row = await session.FindAsync<Row>(
                    "select crm_id, broker_id, expires_at from crm_api_tokens where hash = @hash", new { hash = token.ToBytes() });
                return row is null ? null : new CrmApiTokenGrant(row.CrmId, row.BrokerId, row.ExpiresAt);
            },
            cancellationToken);

    /// <summary>Removes tokens that ended before the time.</summary>
    public Task<int> DeleteExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("delete from crm_api_tokens where expires_at < @before", new { before }), cancellationToken);

    private sealed class Row
    {
        public long CrmId { get; init; }

        public long? BrokerId { get; init; }

        public DateTimeOffset ExpiresAt { get; init; }
    }
}
