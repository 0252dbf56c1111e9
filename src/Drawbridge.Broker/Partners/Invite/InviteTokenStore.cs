using System.Security.Cryptography;
using System.Text;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Invite;

/// <summary>The SQL of what the platform proves itself with at the webhooks (INV-12): SHA-256 only.</summary>
internal sealed class InviteTokenStore(Database database)
{
    /// <summary>Makes the token of a broker the configured one, or none. Part of the caller's write.</summary>
    public static Task PutAsync(DbSession session, long brokerId, string? token) => token is null
        ? session.ExecuteAsync("delete from invite_tokens where broker_id = @brokerId", new { brokerId })
        : session.ExecuteAsync(
            "insert into invite_tokens (broker_id, hash) values (@brokerId, @hash) on conflict (broker_id) do update set hash = excluded.hash",
            new { brokerId, hash = HashOf(token) });

    /// <summary>Whether a token is that of the broker.</summary>
    public async Task<bool> IsRightAsync(long brokerId, string token, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.FindAsync<byte[]>("select hash from invite_tokens where broker_id = @brokerId", new { brokerId }), cancellationToken) is { } hash
        && CryptographicOperations.FixedTimeEquals(hash, HashOf(token));

    /// <summary>The brokers that have given the platform one.</summary>
    public Task<IReadOnlyList<long>> ListBrokersAsync(CancellationToken cancellationToken) => database.ReadAsync(
        static session => session.ListAsync<long>("select broker_id from invite_tokens"), cancellationToken);

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
