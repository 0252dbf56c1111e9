using System.Diagnostics.CodeAnalysis;

namespace Drawbridge.Protocol.Tokens;

/// <summary>Token by which the platform authenticates at the CRM, valid for at least a week (P2B-CT).</summary>
/// <remarks>Never prints itself: <see cref="Reveal"/> is the only way out, and stores are given the <see cref="Fingerprint"/>.</remarks>
public sealed class CrmApiToken
{
    private readonly string _secret;

    private CrmApiToken(string secret) => _secret = secret;

    /// <summary>A new, never repeated token.</summary>
    public static CrmApiToken New() => new(TokenText.Generate(TokenKind.CrmApi));

    /// <summary>False for text that cannot be a token at all (DEC-17). Asks no store.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out CrmApiToken? token)
    {
        token = text is not null && TokenText.IsWellFormed(text) ? new CrmApiToken(text) : null;
        return token is not null;
    }

    /// <summary>False for a token that we cannot have issued: it is unknown without asking a store.</summary>
    public bool IsOurs => TokenText.IsOurs(_secret, TokenKind.CrmApi);

    /// <summary>The secret itself, for the wire only.</summary>
    public string Reveal() => _secret;

    /// <summary>What a store may know of it.</summary>
    public TokenFingerprint Fingerprint() => TokenFingerprint.Of(_secret);

    /// <summary>Never the secret.</summary>
    public override string ToString() => "CrmApiToken(redacted)";
}
