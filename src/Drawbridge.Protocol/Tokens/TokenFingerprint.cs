using System.Security.Cryptography;
using System.Text;

namespace Drawbridge.Protocol.Tokens;

/// <summary>SHA-256 of a token: the only form in which a token is stored or looked up (P2B-OT-7).</summary>
/// <remarks>
/// Looking a token up by its hash leaks nothing about the token through timing, which is why no comparison of the secret itself is
/// needed. A plain hash is enough because the input has 256 random bits.
/// </remarks>
public readonly struct TokenFingerprint : IEquatable<TokenFingerprint>
{
    private readonly byte[] _hash;

    private TokenFingerprint(byte[] hash) => _hash = hash;

    /// <summary>The fingerprint of a secret.</summary>
    public static TokenFingerprint Of(ReadOnlySpan<char> secret)
    {
        Span<byte> utf8 = secret.Length <= TokenText.MaximumLength
            ? stackalloc byte[TokenText.MaximumLength * 3]
            : new byte[Encoding.UTF8.GetMaxByteCount(secret.Length)];
        var length = Encoding.UTF8.GetBytes(secret, utf8);
        return new(SHA256.HashData(utf8[..length]));
    }

    /// <summary>A fingerprint read back from a store.</summary>
    public static TokenFingerprint FromBytes(byte[] hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        if (hash.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException("A fingerprint has 32 bytes.", nameof(hash));
        }

        return new(hash);
    }

    /// <summary>The 32 bytes, as stored. Callers must not change them.</summary>
    public byte[] ToBytes() => _hash ?? throw new InvalidOperationException("The fingerprint was never set.");

    /// <inheritdoc/>
    public bool Equals(TokenFingerprint other) => CryptographicOperations.FixedTimeEquals(_hash, other._hash);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TokenFingerprint other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash is null ? 0 : BitConverter.ToInt32(_hash, 0);

    /// <summary>Equality in constant time.</summary>
    public static bool operator ==(TokenFingerprint left, TokenFingerprint right) => left.Equals(right);

    /// <summary>Inequality in constant time.</summary>
    public static bool operator !=(TokenFingerprint left, TokenFingerprint right) => !left.Equals(right);

    /// <summary>The first four bytes: enough to tell two log lines apart, useless to find the token.</summary>
    public override string ToString() => _hash is null ? "fingerprint(none)" : $"fingerprint({Convert.ToHexStringLower(_hash, 0, 4)})";
}
