using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Drawbridge.Broker.Passwords.Imported;

/// <summary>The portable hashes of phpass, as WordPress and phpBB have them: <c>$P$</c> or <c>$H$</c>, MD5 some thousand times.</summary>
internal static class Phpass
{
    /// <summary>Characters before the hash: the kind, the cost, eight of salt.</summary>
    public const int SettingLength = 12;

    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Length = 34;
    private const int LeastCost = 7;
    private const int LargestCost = 20;

    public static bool IsOne(string text) =>
        text.Length == Length && (text.StartsWith("$P$", StringComparison.Ordinal) || text.StartsWith("$H$", StringComparison.Ordinal))
        && text[3..].All(static c => Alphabet.Contains(c, StringComparison.Ordinal))
        && Alphabet.IndexOf(text[3], StringComparison.Ordinal) is >= LeastCost and <= LargestCost;

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "It is what the old hash was made with.")]
    public static string Compute(string setting, byte[] password)
    {
        var hash = MD5.HashData([.. Encoding.ASCII.GetBytes(setting[4..SettingLength]), .. password]);
        for (var i = 0; i < 1 << Alphabet.IndexOf(setting[3], StringComparison.Ordinal); i++)
        {
            hash = MD5.HashData([.. hash, .. password]);
        }

        return setting + Encode(hash);
    }

    private static string Encode(byte[] bytes)
    {
        var text = new StringBuilder();
        for (var i = 0; i < bytes.Length; i += 3)
        {
            var value = 0;
            var count = Math.Min(3, bytes.Length - i);
            for (var n = 0; n < count; n++)
            {
                value |= bytes[i + n] << (8 * n);
            }

            for (var n = 0; n <= count; n++, value >>= 6)
            {
                text.Append(Alphabet[value & 0x3F]);
            }
        }

        return text.ToString();
    }
}
