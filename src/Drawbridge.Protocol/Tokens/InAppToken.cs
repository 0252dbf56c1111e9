using System.Diagnostics.CodeAnalysis;

namespace Drawbridge.Protocol.Tokens;

/// <summary>Second check of a session before an OT token for an in-app action is issued (P2B-IT).</summary>
/// <remarks>Never prints itself: <see cref="Reveal"/> is the only way out, and stores are given the <see cref="Fingerprint"/>.</remarks>
public sealed class InAppToken
{
    private readonly string _secret;

    private InAppToken(string secret) => _secret = secret;

    /// <summary>A new, never repeated token.</summary>
    public static InAppToken New() => new(TokenText.Generate(TokenKind.InApp));

    /// <summary>False for text that cannot be a token at all (DEC-17). Asks no store.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out InAppToken? token)
    {
        token = text is not null && TokenText.IsWellFormed(text) ? new InAppToken(text) : null;
        return token is not null;
    }

    /// <summary>False for a token that we cannot have issued: it is unknown without asking a store.</summary>
    public bool IsOurs => TokenText.IsOurs(_secret, TokenKind.InApp);

    /// <summary>The secret itself, for the wire only.</summary>
    public string Reveal() => _secret;

    /// <summary>What a store may know of it.</summary>
    public TokenFingerprint Fingerprint() => TokenFingerprint.Of(_secret);

    /// <summary>Never the secret.</summary>
    public override string ToString() => "InAppToken(redacted)";
}
