using System.Globalization;

namespace Drawbridge.Broker.Partners.Rewards.Facts;

/// <summary>A rate that somebody gave one fact.</summary>
/// <param name="FromCurrency">What one unit of is worth.</param>
/// <param name="ToCurrency">What it is worth in.</param>
/// <param name="Rate">How much, above zero.</param>
internal sealed record GivenRate(string FromCurrency, string ToCurrency, decimal Rate);

/// <summary>Turns what a fact tells into another currency: by a rate that is stored with the fact, or not at all.</summary>
internal static class FactRates
{
    private const string Usd = "USD";

    /// <summary>The rate, or null when none is stored with the fact.</summary>
    public static decimal? Find(Fact fact, IEnumerable<GivenRate> given, string from, string to) =>
        from == to ? 1
        : given.FirstOrDefault(rate => rate.FromCurrency == from && rate.ToCurrency == to) is { } found ? found.Rate
        : fact is TradeFact { UsdRate: { } text } trade && from == Usd && to == trade.DepositCurrency && TryRead(text, out var stored) ? stored
        : null;

    /// <summary>Whether a text is a rate: above zero, plain decimals.</summary>
    public static bool TryRead(string text, out decimal rate) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out rate) && rate > 0;
}
