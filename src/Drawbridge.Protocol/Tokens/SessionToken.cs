using System.Diagnostics.CodeAnalysis;

namespace Drawbridge.Protocol.Tokens;

/// <summary>Handle of a session in the client area or of a simulated application.</summary>
/// <remarks>Never prints itself: <see cref="Reveal"/> is the only way out, and stores are given the <see cref="Fingerprint"/>.</remarks>
public sealed class SessionToken
{
    private readonly string _secret;

    private SessionToken(string secret) => _secret = secret;

    /// <summary>A new, never repeated token.</summary>
    public static SessionToken New() => new(TokenText.Generate(TokenKind.Session));

    /// <summary>False for text that cannot be a token at all (DEC-17). Asks no store.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SessionToken? token)
    {
        token = text is not null && TokenText.IsWellFormed(text) ? new SessionToken(text) : null;
        return token is not null;
    }

    /// <summary>False for a token that we cannot have issued: it is unknown without asking a store.</summary>
    public bool IsOurs => TokenText.IsOurs(_secret, TokenKind.Session);

    /// <summary>The secret itself, for the wire only.</summary>
    public string Reveal() => _secret;

    /// <summary>What a store may know of it.</summary>
    public TokenFingerprint Fingerprint() => TokenFingerprint.Of(_secret);

    /// <summary>Never the secret.</summary>
    public override string ToString() => "SessionToken(redacted)";
}
