using System.Buffers.Text;
using System.Security.Cryptography;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.Broker.Accounts;

/// <summary>
/// Passwords of new accounts. Nobody learns them, because traders sign in through the broker. The platform wants the same hash when the account
/// is created and when it is linked (B2P-3.3-8, B2P-3.4-3), so it is kept encrypted in between.
/// </summary>
internal sealed class AccountPassword(IDataProtectionProvider protection)
{
    private const int Bytes = 24;

    private readonly IDataProtector _protector = protection.CreateProtector("Drawbridge.AccountPassword.v1");

    /// <summary>The sealed hash of a new random password.</summary>
    public string NewSealed() => Seal(PasswordHashMd5.Of(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes))));

    /// <summary>The sealed hash of a password that somebody knows.</summary>
    public string Seal(PasswordHashMd5 password) => _protector.Protect(password.Reveal());

    /// <exception cref="InvalidOperationException">The account is linked, its password wiped.</exception>
    /// <exception cref="CryptographicException">The keys that sealed it are gone.</exception>
    public PasswordHashMd5 Open(AccountOpening opening) =>
        PasswordHashMd5.TryParse(opening.PasswordSealed is null ? null : _protector.Unprotect(opening.PasswordSealed), out var hash)
            ? hash
            : throw new InvalidOperationException("The password of the account was wiped.");
}
