using System.Globalization;
using Drawbridge.Broker.Partners.Attribution;

namespace Drawbridge.Broker.Partners.Portal;

/// <summary>A trader as the partner sees it.</summary>
/// <param name="Name">Null = not known.</param>
/// <param name="Email">The address, or what can be read of it.</param>
/// <param name="Source">How the trader came.</param>
/// <param name="Since">Since when it is the partner's.</param>
internal sealed record ShownTrader(string? Name, string Email, AttributionSource Source, DateTimeOffset Since)
{
    private const string Hidden = "•••";

    /// <summary>With everything that the broker knows (INV-9), or so that only who knows the person anyway recognises it.</summary>
    public static ShownTrader Of(AttributedTrader trader, TraderDetails details) => details == TraderDetails.Full
        ? new(Text($"{trader.FirstName} {trader.LastName}"), trader.Email, trader.Source, trader.Since)
        : new(Text($"{Initial(trader.FirstName)} {Initial(trader.LastName)}"), Masked(trader.Email), trader.Source, trader.Since);

    private static string? Text(string text) => text.Trim() is { Length: > 0 } name ? name : null;

    private static string? Initial(string? name) => string.IsNullOrEmpty(name) ? null : $"{StringInfo.GetNextTextElement(name)}.";

    private static string Masked(string email)
    {
        var at = email.LastIndexOf('@');
        var dot = email.LastIndexOf('.');
        return at <= 0 || dot <= at + 1
            ? Hidden
            : $"{StringInfo.GetNextTextElement(email)}{Hidden}@{StringInfo.GetNextTextElement(email, at + 1)}{Hidden}{email[dot..]}";
    }
}
