using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Tests.Payments;

public sealed class CashierTextsTests
{
    private static readonly DateTimeOffset Moment = new(2026, 3, 9, 16, 5, 0, TimeSpan.FromHours(2));

    [Theory]
    [InlineData("de", "9. März 2026, 14:05 UTC")]
    [InlineData("fr", "9 mars 2026, 14:05 UTC")]
    [InlineData("tr", "9 Mart 2026, 14:05 UTC")]
    [InlineData("zh", "2026年3月9日, 14:05 UTC")]
    [InlineData("ar", "9 مارس 2026, 2:05 م UTC")]
    public void A_moment_is_written_as_the_language_does_and_names_its_time_zone(string language, string expected) =>
        CashierTexts.DateOf(Moment, TextCatalogue.In(language)).Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal).ShouldBe(expected);

    [Theory]
    [InlineData("en", "12,345.60 EUR")]
    [InlineData("de", "12.345,60 EUR")]
    [InlineData("fr", "12\u202f345,60 EUR")]
    [InlineData("pl", "12\u00a0345,60 EUR")]
    [InlineData("ar", "12,345.60 EUR")]
    [InlineData("ja", "12,345.60 EUR")]
    public void Money_is_written_as_the_language_does(string language, string expected) =>
        CashierForm.Money(12345.6m, digits: 2, "EUR", TextCatalogue.In(language)).ShouldBe($"\u2068{expected}\u2069");
}
