using Drawbridge.Broker.Accounts.Products;

namespace Drawbridge.Cli.Up;

/// <summary>Kinds of account that the demonstration's brokers offer.</summary>
internal static class DemoAccounts
{
    public static IReadOnlyList<AccountProduct> Products { get; } =
    [
        new() { Id = "standard", Name = Texts("Standard", "Standard", "Estándar", "قياسي"), Intro = Texts("No commission", "Ohne Kommission", "Sin comisión", "بدون عمولة") },
        new()
        {
            Id = "raw", Name = Texts("Raw", "Raw", "Raw", "Raw"), Currencies = ["USD", "EUR"], LeveragesInCents = [10000, 50000], AccountType = "NETTED",
            Intro = Texts("Tight spreads, commission per lot", "Enge Spreads, Kommission pro Lot", "Spreads ajustados, comisión por lote", "فروق ضيقة مع عمولة لكل لوت"),
        },
        new()
        {
            Id = "practice", Name = Texts("Practice", "Übung", "Práctica", "تدريب"), IsDemo = true, OpeningBalance = 1_000_000,
            Intro = Texts("10,000 of play money", "10.000 Spielgeld", "10.000 ficticios", "10,000 افتراضية"),
        },
    ];

    private static Dictionary<string, string> Texts(string english, string german, string spanish, string arabic) =>
        new(StringComparer.Ordinal) { ["en"] = english, ["de"] = german, ["es"] = spanish, ["ar"] = arabic };
}
