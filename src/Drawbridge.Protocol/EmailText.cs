using System.Diagnostics.CodeAnalysis;
using System.Net.Mail;

namespace Drawbridge.Protocol;

/// <summary>What counts as an e-mail address on both sides.</summary>
public static class EmailText
{
    /// <summary>Longest address (RFC 5321 4.5.3.1).</summary>
    public const int MaximumLength = 254;

    private const string PrivateRelaySuffix = "@privaterelay.appleid.com";

    /// <summary>True for one plain address without display name, at most 254 characters, with a dot in its domain.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: >= 6 and <= MaximumLength }
        && MailAddress.TryCreate(text, out var address)
        && string.Equals(address.Address, text, StringComparison.Ordinal)
        && address.Host.Contains('.', StringComparison.Ordinal)
        && !text.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '"' or '<' or '>');

    /// <summary>True for a private-relay address, which the platform refuses (DEC-11, B2P-3.2-12, SCR-74).</summary>
    public static bool IsPrivateRelay(string email) => email.EndsWith(PrivateRelaySuffix, StringComparison.OrdinalIgnoreCase);
}
