using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.Broker.Documents;

/// <summary>Keys of files: one each, random, and stored only sealed by the host's Data Protection.</summary>
internal sealed class DocumentKeys(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Drawbridge.DocumentKey.v1");

    public static byte[] New() => RandomNumberGenerator.GetBytes(DocumentCipher.KeyLength);

    public string Seal(byte[] key) => Convert.ToBase64String(_protector.Protect(key));

    /// <exception cref="CryptographicException">The keys that sealed it are gone.</exception>
    public byte[] Open(string text) => _protector.Unprotect(Convert.FromBase64String(text));
}
