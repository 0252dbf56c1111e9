using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.Platform.Sessions;

/// <summary>Encrypts what a session has to keep of the CRM's tokens, because 4.4 and 4.5 need them again (P2B-IT-7).</summary>
internal sealed class SessionTokens(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Drawbridge.Platform.SessionTokens.v1");

    [return: NotNullIfNotNull(nameof(token))]
    public byte[]? Protect(string? token) => token is null ? null : _protector.Protect(Encoding.UTF8.GetBytes(token));

    /// <summary>The token; null when there is none, or when the keys it was encrypted with are gone.</summary>
    public string? Reveal(byte[]? token)
    {
        try
        {
            return token is null ? null : Encoding.UTF8.GetString(_protector.Unprotect(token));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
