using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.Broker.Sessions;

/// <summary>Text that leaves the server and comes back unread and unchanged, or not at all. The time is the injected one.</summary>
internal sealed class SealedText(IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>Seals a text for one purpose until it ends.</summary>
    public string Seal(string purpose, string text, TimeSpan lifetime) =>
        ProtectorOf(purpose).Protect($"{(time.GetUtcNow() + lifetime).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}|{text}");

    /// <summary>The text, or null when it is not ours, for another purpose, changed, or past its end.</summary>
    public string? Open(string purpose, string? sealedText)
    {
        if (string.IsNullOrEmpty(sealedText))
        {
            return null;
        }

        string text;
        try
        {
            text = ProtectorOf(purpose).Unprotect(sealedText);
        }
        catch (CryptographicException)
        {
            return null;
        }

        var bar = text.IndexOf('|', StringComparison.Ordinal);
        var endsAt = long.Parse(text.AsSpan(0, bar), CultureInfo.InvariantCulture);
        return time.GetUtcNow().ToUnixTimeMilliseconds() < endsAt ? text[(bar + 1)..] : null;
    }

    private IDataProtector ProtectorOf(string purpose) => protection.CreateProtector("Drawbridge.Screens.v1", purpose);
}
