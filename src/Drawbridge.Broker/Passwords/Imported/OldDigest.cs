using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Drawbridge.Broker.Passwords.Imported;

/// <summary>
/// A way to hash passwords that is too weak to be stored: MD5, SHA-1 or SHA-2 once, with or without salt, and phpass. It is known here only to compute the
/// old hash again, over which a strong one is kept.
/// </summary>
/// <param name="Name"><c>md5</c>, <c>sha1</c>, <c>sha256</c>, <c>sha512</c> or <c>phpass</c>.</param>
/// <param name="SaltComesFirst">Whether the salt stands before the password.</param>
/// <param name="Salt">The salt, empty for none. Of phpass: its first twelve characters, with the cost.</param>
internal sealed record OldDigest(string Name, bool SaltComesFirst, byte[] Salt)
{
    /// <summary>Text that stands for it.</summary>
    public string Write() => $"{Name}:{(SaltComesFirst ? "b" : "a")}:{Convert.ToHexStringLower(Salt)}";

    public static OldDigest Read(string text)
    {
        var parts = text.Split(':');
        return new(parts[0], parts[1] == "b", Convert.FromHexString(parts[2]));
    }

    /// <summary>How many bytes a hash has; null for a name that is none.</summary>
    public static int? LengthOf(string name) => name switch
    {
        "md5" => MD5.HashSizeInBytes,
        "sha1" => SHA1.HashSizeInBytes,
        "sha256" => SHA256.HashSizeInBytes,
        "sha512" => SHA512.HashSizeInBytes,
        _ => null,
    };

    /// <summary>The old hash of a password: lower-case hex, of phpass its own text.</summary>
    public string Compute(string password)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        return Name == "phpass"
            ? Phpass.Compute(Encoding.ASCII.GetString(Salt), bytes)
            : Convert.ToHexStringLower(Hash(SaltComesFirst ? [.. Salt, .. bytes] : [.. bytes, .. Salt]));
    }

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "It is what the old hash was made with.")]
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "It is what the old hash was made with.")]
    private byte[] Hash(byte[] bytes) => Name switch
    {
        "md5" => MD5.HashData(bytes),
        "sha1" => SHA1.HashData(bytes),
        "sha256" => SHA256.HashData(bytes),
        "sha512" => SHA512.HashData(bytes),
        _ => throw new InvalidOperationException("There is no such digest."),
    };
}
