using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Drawbridge.Broker.Passwords.Imported;

/// <summary>
/// PBKDF2 as Django writes it (<c>pbkdf2_sha256$iterations$salt$hash</c>, the salt as text) and as passlib does (<c>$pbkdf2-sha256$iterations$salt$hash</c>, both
/// in Base64 with <c>.</c> for <c>+</c> and without padding).
/// </summary>
internal static class Pbkdf2Text
{
    private const int LargestIterations = 2_000_000;
    private const int ShortestHash = 16;
    private const int LongestHash = 128;

    /// <summary>Null for a text that is none of these, or one that would take too long.</summary>
    public static (HashAlgorithmName Algorithm, int Iterations, byte[] Salt, byte[] Hash)? Parse(string text)
    {
        var parts = text.Split('$');
        var (name, rest, isDjango) = parts switch
        {
            ["", var scheme, _, _, _] when scheme.StartsWith("pbkdf2", StringComparison.Ordinal) => (scheme.Replace("pbkdf2-", "", StringComparison.Ordinal), parts[2..], false),
            [var scheme, _, _, _] when scheme.StartsWith("pbkdf2_", StringComparison.Ordinal) => (scheme["pbkdf2_".Length..], parts[1..], true),
            _ => ("", [], false),
        };
        HashAlgorithmName? algorithm = name switch
        {
            "sha256" => HashAlgorithmName.SHA256,
            "sha512" => HashAlgorithmName.SHA512,
            "sha1" or "pbkdf2" => HashAlgorithmName.SHA1,
            _ => null,
        };
        if (algorithm is null || !int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations is < 1 or > LargestIterations)
        {
            return null;
        }

        var salt = isDjango ? Encoding.UTF8.GetBytes(rest[1]) : Decode(rest[1]);
        var hash = Decode(rest[2]);
        return salt is { Length: > 0 } && hash is { Length: >= ShortestHash and <= LongestHash } ? (algorithm.Value, iterations, salt, hash) : null;
    }

    public static bool Verify(string text, string password) =>
        Parse(text) is var (algorithm, iterations, salt, hash)
        && CryptographicOperations.FixedTimeEquals(hash, Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, algorithm, hash.Length));

    private static byte[]? Decode(string text)
    {
        var padded = text.Replace('.', '+').TrimEnd('=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='), bytes, out var length) ? bytes[..length] : null;
    }
}
