using Drawbridge.Broker.Accounts.Products;

namespace Drawbridge.Cli.Up.Seed;

/// <summary>Kinds of account that the demonstration's brokers offer.</summary>
internal static class DemoAccounts
{
    public static IReadOnlyList<AccountProduct> Products { get; } =
    [
        new() { Id = "standard", Name = DemoTexts.Of("Standard", "Standard", "Estándar", "قياسي"), Intro = DemoTexts.Of("No commission", "Ohne Kommission", "Sin comisión", "بدون عمولة") },
        new()
        {
            Id = "raw", Name = DemoTexts.Of("Raw", "Raw", "Raw", "Raw"), Currencies = ["USD", "EUR"], LeveragesInCents = [10000, 50000], AccountType = "NETTED",
            Intro = DemoTexts.Of("Tight spreads, commission per lot", "Enge Spreads, Kommission pro Lot", "Spreads ajustados, comisión por lote", "فروق ضيقة مع عمولة لكل لوت"),
        },
        new()
        {
            Id = "practice", Name = DemoTexts.Of("Practice", "Übung", "Práctica", "تدريب"), IsDemo = true, OpeningBalance = 1_000_000,
            Intro = DemoTexts.Of("10,000 of play money", "10.000 Spielgeld", "10.000 ficticios", "10,000 افتراضية"),
        },
    ];
}
