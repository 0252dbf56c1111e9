using System.Buffers.Binary;
using System.Text;

namespace Drawbridge.Broker.Passwords.Imported;

/// <summary>What a password hash from another system is. Closed family.</summary>
internal abstract record PasswordHashText
{
    private const int LargestIterations = 2_000_000;
    private const int IdentityVersion2Length = 49;

    private PasswordHashText()
    {
    }

    /// <summary>Strong enough to be stored as it is.</summary>
    public sealed record Strong(string Text) : PasswordHashText;

    /// <summary>Too weak for that: a strong hash is stored over it.</summary>
    public sealed record Weak(OldDigest Digest, string OldHash) : PasswordHashText
    {
        /// <summary>Never the hash.</summary>
        public override string ToString() => "Weak(redacted)";
    }

    /// <summary>Nothing that can be checked here; why, and never the text.</summary>
    public sealed record Unusable(string Reason) : PasswordHashText;

    /// <param name="hash">As the other system has it.</param>
    /// <param name="scheme">Needed where the hash does not say itself how it was made: <c>md5</c>, <c>sha1</c>, <c>sha256</c>, <c>sha512</c>.</param>
    /// <param name="salt">Of such a scheme; text, or <c>hex:</c> or <c>base64:</c> and bytes.</param>
    /// <param name="saltComesFirst">Whether it stands before the password.</param>
    public static PasswordHashText Read(string hash, string? scheme, string? salt, bool saltComesFirst)
    {
        if (scheme is not null)
        {
            return ReadDigest(hash, scheme, salt, saltComesFirst);
        }

        if (hash.StartsWith("$argon2", StringComparison.Ordinal))
        {
            return new Unusable("argon2 cannot be checked here: let these users set a new password");
        }

        if (Phpass.IsOne(hash))
        {
            return new Weak(new("phpass", SaltComesFirst: true, Encoding.ASCII.GetBytes(hash[..Phpass.SettingLength])), hash);
        }

        if (Bcrypt.Parse(hash) is var (cost, _, _))
        {
            return cost is >= 4 and <= Bcrypt.LargestCost ? new Strong(hash) : new Unusable($"bcrypt with a cost that is not 4 to {Bcrypt.LargestCost}");
        }

        return Sha2Crypt.Parse(hash) is not null || Pbkdf2Text.Parse(hash) is not null || IsIdentity(hash)
            ? new Strong(hash)
            : new Unusable("is in no form that is known here; a plain digest needs its scheme");
    }

    private static PasswordHashText ReadDigest(string hash, string scheme, string? salt, bool saltComesFirst)
    {
        if (OldDigest.LengthOf(scheme) is not { } length)
        {
            return new Unusable("has a scheme that is none of md5, sha1, sha256, sha512; other forms say themselves what they are");
        }

        var saltBytes = salt switch
        {
            null => [],
            _ when salt.StartsWith("hex:", StringComparison.Ordinal) => FromHex(salt["hex:".Length..]),
            _ when salt.StartsWith("base64:", StringComparison.Ordinal) => FromBase64(salt["base64:".Length..]),
            _ => Encoding.UTF8.GetBytes(salt),
        };
        if (saltBytes is null)
        {
            return new Unusable("has a salt that is not in the form it says");
        }

        var bytes = hash.Length == length * 2 ? FromHex(hash) : FromBase64(hash);
        return bytes?.Length == length
            ? new Weak(new(scheme, saltComesFirst, saltBytes), Convert.ToHexStringLower(bytes))
            : new Unusable($"is no {scheme} in hex or Base64");
    }

    /// <summary>ASP.NET Core Identity, version 2 and 3; the iterations are bounded, as everybody waits for them.</summary>
    private static bool IsIdentity(string hash)
    {
        if (FromBase64(hash) is not { Length: > 0 } bytes)
        {
            return false;
        }

        return bytes[0] switch
        {
            0 => bytes.Length == IdentityVersion2Length,
            1 => bytes.Length >= 13 + 16 + 16 && BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)) <= 2
                && BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)) is >= 1 and <= LargestIterations
                && BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(9)) is >= 16 and <= 128,
            _ => false,
        };
    }

    private static byte[]? FromHex(string text) =>
        text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;

    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
