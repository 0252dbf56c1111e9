using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Drawbridge.Protocol.Tokens;

/// <summary>MD5 hex of a password, the only form in which passwords travel to the platform (WS-13, B2P-3.1-3).</summary>
/// <remarks>MD5 is the platform's choice and protects nothing: the value is treated as the password itself.</remarks>
public sealed class PasswordHashMd5
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly string _hex;

    private PasswordHashMd5(string hex) => _hex = hex;

    /// <summary>The hash of a password, lower case.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "The platform's protocol prescribes MD5.")]
    public static PasswordHashMd5 Of(string password) => new(Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(password))));

    /// <summary>False unless the text is 32 hexadecimal digits; upper case is folded.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PasswordHashMd5? hash)
    {
        hash = text is { Length: 32 } && !text.AsSpan().ContainsAnyExcept(Hex) ? new(text.ToLowerInvariant()) : null;
        return hash is not null;
    }

    /// <summary>The 32 lower-case digits, for the wire only.</summary>
    public string Reveal() => _hex;

    /// <summary>Never the hash.</summary>
    public override string ToString() => "PasswordHashMd5(redacted)";
}
