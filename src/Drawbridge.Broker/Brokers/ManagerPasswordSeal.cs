using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.Broker.Brokers;

/// <summary>Encrypts the MD5 of a manager's password, which has to be kept readable because call 3.1 sends it.</summary>
internal sealed class ManagerPasswordSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Drawbridge.ManagerPassword.v1");

    public string Seal(PasswordHashMd5 hash) => _protector.Protect(hash.Reveal());

    /// <exception cref="InvalidOperationException">The keys that sealed it are gone.</exception>
    public PasswordHashMd5 Open(string text) => PasswordHashMd5.TryParse(_protector.Unprotect(text), out var hash)
        ? hash
        : throw new InvalidOperationException("A sealed manager password does not hold an MD5.");
}
