using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Drawbridge.Protocol.Tokens;

/// <summary>The text form of tokens: 256 random bits in URL-safe text behind a prefix per kind (P2B-OT-6, DEC-17).</summary>
public static class TokenText
{
    /// <summary>Shortest text that can be a token (DEC-17).</summary>
    public const int MinimumLength = 20;

    /// <summary>Longest text that can be a token (DEC-17).</summary>
    public const int MaximumLength = 256;

    private const int SecretBytes = 32;
    private const int PrefixLength = 5;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The prefix of a kind, five characters.</summary>
    public static string PrefixOf(TokenKind kind) => kind switch
    {
        TokenKind.OneTime => "dbot_",
        TokenKind.Access => "dbat_",
        TokenKind.CrmApi => "dbct_",
        TokenKind.InApp => "dbit_",
        TokenKind.Manager => "dbmt_",
        TokenKind.Session => "dbss_",
        TokenKind.ManagementKey => "dbmk_",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    /// <summary>A new secret: never repeated, 256 bits from the system's cryptographic generator (P2B-OT-4..6).</summary>
    public static string Generate(TokenKind kind)
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(secret);
        Span<char> text = stackalloc char[PrefixLength + Base64Url.GetEncodedLength(SecretBytes)];
        PrefixOf(kind).CopyTo(text);
        Base64Url.EncodeToChars(secret, text[PrefixLength..]);
        return new string(text);
    }

    /// <summary>False for text that cannot be a token of anybody: wrong length or characters (DEC-17).</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text) =>
        text.Length is >= MinimumLength and <= MaximumLength && !text.ContainsAnyExcept(Allowed);

    /// <summary>True for text that only <see cref="Generate"/> can have made; anything else well-formed is unknown without asking a store.</summary>
    public static bool IsOurs(ReadOnlySpan<char> text, TokenKind kind) =>
        text.Length == PrefixLength + Base64Url.GetEncodedLength(SecretBytes) && text.StartsWith(PrefixOf(kind), StringComparison.Ordinal);
}
