using System.Security.Cryptography;

namespace Drawbridge.Broker.Partners.Links;

/// <summary>A code of a partner, which people type at the sign-up.</summary>
internal sealed record PartnerCode
{
    /// <summary>Shortest code.</summary>
    public const int Shortest = 4;

    /// <summary>Longest code.</summary>
    public const int Longest = 20;

    // Without what people mistake for something else.
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int MadeLength = 6;

    public long Id { get; init; }

    public long BrokerId { get; init; }

    public long PartnerId { get; init; }

    /// <summary>The campaign that it counts for; null = none.</summary>
    public long? LinkId { get; init; }

    /// <summary>In capitals. No two codes of a broker are the same.</summary>
    public string Code { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>A code for a partner who wants none in particular.</summary>
    public static string New() => RandomNumberGenerator.GetString(Letters, MadeLength);

    /// <summary>The form in which codes are kept and compared: case, spaces and hyphens do not count. Null when it can be none.</summary>
    public static string? Normalize(string? typed)
    {
        var code = string.Concat((typed ?? "").Where(static c => c != '-' && !char.IsWhiteSpace(c))).ToUpperInvariant();
        return code.Length is >= Shortest and <= Longest && code.All(char.IsAsciiLetterOrDigit) ? code : null;
    }
}
