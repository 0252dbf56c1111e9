namespace Drawbridge.Protocol.Tokens;

/// <summary>API token of a platform manager, <c>webservToken</c> of call 3.1. It has no expiry (B2P-3.1-6).</summary>
public sealed class ManagerToken(string secret)
{
    private readonly string _secret = secret;

    /// <summary>The secret itself, for the wire only.</summary>
    public string Reveal() => _secret;

    /// <summary>What a store may know of it.</summary>
    public TokenFingerprint Fingerprint() => TokenFingerprint.Of(_secret);

    /// <summary>Never the secret.</summary>
    public override string ToString() => "ManagerToken(redacted)";
}
