using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Drawbridge.Broker.Passwords.Imported;

/// <summary>
/// bcrypt as OpenBSD, PHP (<c>password_hash</c>) and most others write it: <c>$2a$</c>, <c>$2b$</c> or <c>$2y$</c>, two digits of cost, salt and hash.
/// Only the first 72 bytes of a password count, as everywhere. Checks only: nothing is hashed by it here.
/// </summary>
internal static class Bcrypt
{
    /// <summary>Largest cost that is accepted: about a second.</summary>
    public const int LargestCost = 14;

    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 60;
    private const int SaltStart = 7;
    private const int SaltLength = 22;
    private const int SaltBytes = 16;
    private const int HashBytes = 23;
    private const int LongestPassword = 72;
    private const int Turns = 64;

    private static readonly byte[] Text = "OrpheanBeholderScryDoubt"u8.ToArray();

    /// <summary>Cost, salt and hash; null for a text that is none.</summary>
    public static (int Cost, byte[] Salt, byte[] Hash)? Parse(string text) =>
        text.Length == Length && text[0] == '$' && text[1] == '2' && text[2] is 'a' or 'b' or 'y' && text[3] == '$' && text[6] == '$'
        && char.IsAsciiDigit(text[4]) && char.IsAsciiDigit(text[5]) && text[SaltStart..].All(static c => Alphabet.Contains(c, StringComparison.Ordinal))
            ? (((text[4] - '0') * 10) + text[5] - '0', Decode(text.AsSpan(SaltStart, SaltLength), SaltBytes), Decode(text.AsSpan(SaltStart + SaltLength), HashBytes))
            : null;

    public static bool Verify(string text, string password)
    {
        if (Parse(text) is not var (cost, salt, hash) || cost > LargestCost)
        {
            return false;
        }

        byte[] bytes = [.. Encoding.UTF8.GetBytes(password), 0];
        return CryptographicOperations.FixedTimeEquals(hash, Compute(cost, salt, bytes.AsSpan(0, Math.Min(bytes.Length, LongestPassword))));
    }

    private static byte[] Compute(int cost, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> key)
    {
        var cipher = new EksBlowfish(cost, salt, key);
        var result = new byte[Text.Length];
        for (var i = 0; i < Text.Length; i += 8)
        {
            var left = BinaryPrimitives.ReadUInt32BigEndian(Text.AsSpan(i));
            var right = BinaryPrimitives.ReadUInt32BigEndian(Text.AsSpan(i + 4));
            for (var turn = 0; turn < Turns; turn++)
            {
                cipher.Encrypt(ref left, ref right);
            }

            BinaryPrimitives.WriteUInt32BigEndian(result.AsSpan(i), left);
            BinaryPrimitives.WriteUInt32BigEndian(result.AsSpan(i + 4), right);
        }

        return result[..HashBytes];
    }

    private static byte[] Decode(ReadOnlySpan<char> text, int bytes)
    {
        var result = new byte[bytes];
        for (var i = 0; i < bytes; i++)
        {
            // The bits of byte i begin in character (8i)/6.
            var at = i * 8 / 6;
            var two = (Alphabet.IndexOf(text[at], StringComparison.Ordinal) << 6) | Alphabet.IndexOf(text[at + 1], StringComparison.Ordinal);
            result[i] = (byte)(two >> (4 - (i * 8 % 6)));
        }

        return result;
    }
}
