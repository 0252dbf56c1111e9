using System.Security.Cryptography;

namespace Drawbridge.Broker.Partners.Links.Clicks;

/// <summary>What the addresses of a visit carry of the click that began it. Random: it tells of nobody, and opens nothing.</summary>
internal static class ClickReference
{
    private const int Length = 20;

    private const string Letters = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static string New() => RandomNumberGenerator.GetString(Letters, Length);

    /// <summary>Whether a text can be one. Asks no store.</summary>
    public static bool IsWellFormed(string? text) => text is { Length: Length } && text.All(static c => char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c));
}
