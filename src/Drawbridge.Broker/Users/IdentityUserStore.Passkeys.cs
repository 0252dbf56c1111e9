using Drawbridge.Broker.Passkeys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Drawbridge.Broker.Users;

/// <summary>Passkeys, of the request's broker and on the request's host only: elsewhere they are nobody's.</summary>
internal sealed partial class IdentityUserStore
{
    private HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("Passkeys are checked inside a request only.");

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(BrokerUser user, CancellationToken cancellationToken) =>
        [.. (await passkeys.ListAsync(BrokerId, user.Id, cancellationToken)).Where(row => row.RpId == PasskeyService.RpIdOf(Context)).Select(ToInfo)];

    public async Task<BrokerUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.FindOwnerAsync(BrokerId, credentialId, cancellationToken) is { } owner ? await users.FindAsync(BrokerId, owner, cancellationToken) : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(BrokerUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.FindAsync(BrokerId, user.Id, PasskeyService.RpIdOf(Context), credentialId, cancellationToken) is { } row ? ToInfo(row) : null;

    public Task AddOrUpdatePasskeyAsync(BrokerUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Passkeys are added and used by PasskeyService, in one write with what their owner is told.");

    public Task RemovePasskeyAsync(BrokerUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Passkeys are removed by PasskeyService, in one write with what their owner is told.");

    private static UserPasskeyInfo ToInfo(PasskeyRow row) => new(
        row.CredentialId, row.PublicKey, row.CreatedAt, (uint)row.SignCount, row.Transports?.Split(','), row.UserVerified, row.BackupEligible, row.BackedUp, [], [])
    {
        Name = row.Name,
    };
}
