namespace Drawbridge.Platform.Market;

/// <summary>Something that can be traded.</summary>
/// <param name="Id">Number of the symbol.</param>
/// <param name="Name">Such as <c>EURUSD</c>.</param>
/// <param name="Description">For people.</param>
/// <param name="AssetClass">Such as <c>forex</c>.</param>
/// <param name="Category">Such as <c>majors</c>.</param>
/// <param name="Quote">Currency of the price.</param>
/// <param name="Base">Where the price swings around.</param>
/// <param name="Digits">Decimals of the price.</param>
/// <param name="Swing">How far it swings, as a part of the price.</param>
/// <param name="Spread">Between bid and ask.</param>
internal sealed record Symbol(
    long Id, string Name, string Description, string AssetClass, string Category, string Quote, double Base, int Digits, double Swing, decimal Spread);

/// <summary>The symbols of the simulated market; the simulated application shows the same.</summary>
internal static class Symbols
{
    public static IReadOnlyList<Symbol> All { get; } =
    [
        new(1, "EURUSD", "EUR to USD", "forex", "majors", "USD", 1.0842, 5, 0.011, 0.00008m),
        new(2, "GBPUSD", "GBP to USD", "forex", "majors", "USD", 1.2719, 5, 0.013, 0.00011m),
        new(3, "USDJPY", "USD to JPY", "forex", "majors", "JPY", 151.34, 3, 0.012, 0.011m),
        new(4, "AUDUSD", "AUD to USD", "forex", "majors", "USD", 0.6588, 5, 0.013, 0.0001m),
        new(5, "XAUUSD", "Gold", "metals", "spot metals", "USD", 2338.4, 2, 0.021, 0.28m),
        new(6, "XTIUSD", "Crude oil", "energies", "spot energies", "USD", 81.42, 2, 0.03, 0.04m),
        new(7, "US500", "US 500", "indices", "indices", "USD", 5214.2, 1, 0.017, 0.6m),
        new(8, "DE40", "Germany 40", "indices", "indices", "EUR", 18105.5, 1, 0.018, 1.4m),
        new(9, "BTCUSD", "Bitcoin to USD", "crypto", "crypto currencies", "USD", 64210, 2, 0.06, 18m),
    ];

    /// <summary>Null when there is none of that name.</summary>
    public static Symbol? Find(string? name) => All.FirstOrDefault(symbol => symbol.Name == name);
}
