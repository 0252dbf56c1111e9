using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Drawbridge.Broker.Passwords.Imported;

/// <summary>The hashes of Unix passwords, <c>$5$</c> and <c>$6$</c> (Drepper, "Unix crypt using SHA-256 and SHA-512"). The numbers of steps are those of its text.</summary>
internal static class Sha2Crypt
{
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string RoundsPrefix = "rounds=";
    private const int DefaultRounds = 5000;
    private const int LeastRounds = 1000;
    private const int MostRounds = 1_000_000;
    private const int LongestSalt = 16;
    private const int LongestPassword = 256;

    private static readonly int[] Order256 = [0, 10, 20, 21, 1, 11, 12, 22, 2, 3, 13, 23, 24, 4, 14, 15, 25, 5, 6, 16, 26, 27, 7, 17, 18, 28, 8, 9, 19, 29, -1, 31, 30];

    private static readonly int[] Order512 =
    [
        0, 21, 42, 22, 43, 1, 44, 2, 23, 3, 24, 45, 25, 46, 4, 47, 5, 26, 6, 27, 48, 28, 49, 7, 50, 8, 29, 9, 30, 51, 31, 52, 10, 53, 11, 32, 12, 33, 54, 34, 55, 13,
        56, 14, 35, 15, 36, 57, 37, 58, 16, 59, 17, 38, 18, 39, 60, 40, 61, 19, 62, 20, 41, -1, -1, 63,
    ];

    /// <summary>Null for a text that is none, or one that would take too long.</summary>
    public static (bool Is512, int Rounds, string Salt, string Hash)? Parse(string text)
    {
        if (text.Length < 4 || text[0] != '$' || text[1] is not ('5' or '6') || text[2] != '$')
        {
            return null;
        }

        var parts = text[3..].Split('$');
        var rounds = DefaultRounds;
        if (parts is [var first, _, _] && first.StartsWith(RoundsPrefix, StringComparison.Ordinal))
        {
            if (!int.TryParse(first.AsSpan(RoundsPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out rounds))
            {
                return null;
            }

            rounds = Math.Max(rounds, LeastRounds);
            parts = parts[1..];
        }

        var is512 = text[1] == '6';
        return parts is [{ Length: <= LongestSalt } salt, var hash] && rounds <= MostRounds && hash.Length == (is512 ? 86 : 43)
            && hash.All(static c => Alphabet.Contains(c, StringComparison.Ordinal))
                ? (is512, rounds, salt, hash)
                : null;
    }

    public static bool Verify(string text, string password) =>
        password.Length <= LongestPassword
        && Parse(text) is var (is512, rounds, salt, hash)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Compute(is512, rounds, Encoding.UTF8.GetBytes(salt), Encoding.UTF8.GetBytes(password))));

    private static string Compute(bool is512, int rounds, byte[] salt, byte[] password)
    {
        var hash = (ReadOnlySpan<byte> bytes) => is512 ? SHA512.HashData(bytes) : SHA256.HashData(bytes);
        var b = hash((byte[])[.. password, .. salt, .. password]); // steps 4 to 8
        List<byte> first = [.. password, .. salt, .. Repeat(b, password.Length)]; // 1 to 3, 9, 10
        for (var n = password.Length; n > 0; n >>= 1)
        {
            first.AddRange((n & 1) != 0 ? b : password); // 11
        }

        var a = hash(first.ToArray()); // 12
        var p = Repeat(hash(Enumerable.Repeat(password, password.Length).SelectMany(static bytes => bytes).ToArray()), password.Length); // 13 to 16
        var s = Repeat(hash(Enumerable.Repeat(salt, 16 + a[0]).SelectMany(static bytes => bytes).ToArray()), salt.Length); // 17 to 20
        for (var i = 0; i < rounds; i++) // 21
        {
            a = hash((byte[])[.. i % 2 != 0 ? p : a, .. i % 3 != 0 ? s : [], .. i % 7 != 0 ? p : [], .. i % 2 != 0 ? a : p]);
        }

        return Encode(a, is512 ? Order512 : Order256);
    }

    private static byte[] Repeat(byte[] bytes, int length) => [.. Enumerable.Range(0, length).Select(i => bytes[i % bytes.Length])];

    private static string Encode(byte[] bytes, int[] order)
    {
        var text = new StringBuilder();
        for (var i = 0; i < order.Length; i += 3)
        {
            var group = order.AsSpan(i, 3);
            var value = (At(group[0]) << 16) | (At(group[1]) << 8) | At(group[2]);
            var characters = group[0] >= 0 ? 4 : group[1] >= 0 ? 3 : 2;
            for (var n = 0; n < characters; n++, value >>= 6)
            {
                text.Append(Alphabet[value & 0x3F]);
            }
        }

        return text.ToString();

        int At(int index) => index < 0 ? 0 : bytes[index];
    }
}
