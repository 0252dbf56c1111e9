using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.Platform.Managers;

/// <summary>
/// The key from which manager tokens are derived. A token is a MAC over the manager and the stamp of the password: the same
/// credentials give the same token for as long as the password lives, and no store holds it (B2P-3.1-6, B2P-3.1-7).
/// </summary>
internal sealed class ManagerKey(ManagerStore store, IDataProtectionProvider protection)
{
    private const string Name = "manager-tokens";
    private const int KeyBytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("Drawbridge.Platform.ManagerKey.v1");
    private byte[]? _key;

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var proposal = RandomNumberGenerator.GetBytes(KeyBytes);
        var stored = await store.GetOrAddKeyAsync(Name, _protector.Protect(proposal), cancellationToken);
        try
        {
            _key = _protector.Unprotect(stored);
        }
        catch (CryptographicException)
        {
            // The keys it was encrypted with are gone. The tokens made with it die, and callers fetch new ones.
            await store.ReplaceKeyAsync(Name, _protector.Protect(proposal), cancellationToken);
            _key = proposal;
        }
    }

    public ManagerToken TokenOf(long login, string stamp)
    {
        var key = _key ?? throw new InvalidOperationException("The key has not been loaded.");
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{login}\n{stamp}"));
        return new(TokenText.PrefixOf(TokenKind.Manager) + Base64Url.EncodeToString(mac));
    }
}
