using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Drawbridge.Protocol.Webhooks;

/// <summary>
/// The secret that two sides share to sign notifications by Standard Webhooks 1.0: <c>whsec_</c> and 24 to 64 bytes in Base64. A signature is
/// <c>v1,</c> and the HMAC-SHA256 of <c>id.timestamp.body</c>.
/// </summary>
public sealed class WebhookSecret
{
    /// <summary>How far a timestamp may be from now, so that a notification cannot be sent again later.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string Prefix = "whsec_";
    private const string Version = "v1,";
    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    public static WebhookSecret New() => new(RandomNumberGenerator.GetBytes(32));

    /// <summary>False unless the text is <c>whsec_</c> and 24 to 64 bytes in Base64.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        secret = null;
        var key = new byte[LongestKey + 3];
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) || length is < ShortestKey or > LongestKey)
        {
            return false;
        }

        secret = new(key[..length]);
        return true;
    }

    /// <summary>The text that both sides configure.</summary>
    public string Reveal() => Prefix + Convert.ToBase64String(_key);

    /// <summary>The value of the header <c>webhook-signature</c>.</summary>
    public string Sign(string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body) =>
        Version + Convert.ToBase64String(Mac(id, timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), body));

    /// <summary>
    /// Whether one of the signatures of the header <c>webhook-signature</c>, which are separated by spaces, fits, and the timestamp is within
    /// <see cref="Tolerance"/> of now. Compared in constant time.
    /// </summary>
    /// <param name="id">Header <c>webhook-id</c>.</param>
    /// <param name="timestamp">Header <c>webhook-timestamp</c>, unix seconds.</param>
    /// <param name="signatures">Header <c>webhook-signature</c>.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="now">The time.</param>
    public bool Verify(string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(signatures)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > (long)Tolerance.TotalSeconds)
        {
            return false;
        }

        var expected = Encoding.ASCII.GetBytes(Version + Convert.ToBase64String(Mac(id, timestamp, body)));
        var fits = false;
        foreach (var signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            fits |= CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature));
        }

        return fits;
    }

    /// <summary>Never the secret.</summary>
    public override string ToString() => "WebhookSecret(redacted)";

    private byte[] Mac(string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        mac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }
}
