using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Management;

/// <summary>The SQL of management keys.</summary>
internal sealed class ManagementKeyStore(Database database)
{
    /// <summary>Makes a key the only one of its CRM, as part of the caller's write.</summary>
    public static async Task PutAsync(DbSession session, long crmId, TokenFingerprint key, DateTimeOffset now)
    {
        var hash = key.ToBytes();
        await session.ExecuteAsync("delete from management_keys where crm_id = @crmId and hash <> @hash", new { crmId, hash });
        await session.ExecuteAsync(
            "insert into management_keys (hash, crm_id, created_at) values (@hash, @crmId, @now) on conflict (hash) do nothing",
            new { hash, crmId, now });
    }

    /// <summary>Closes the API to a CRM, as part of the caller's write.</summary>
    public static Task RemoveAsync(DbSession session, long crmId) => session.ExecuteAsync("delete from management_keys where crm_id = @crmId", new { crmId });

    /// <summary>The CRM a key belongs to, or null.</summary>
    public Task<long?> FindCrmIdAsync(TokenFingerprint key, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<long?>("select crm_id from management_keys where hash = @hash", new { hash = key.ToBytes() }),
            cancellationToken);
}
