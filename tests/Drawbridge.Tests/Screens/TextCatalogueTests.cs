using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Tests.Screens;

public sealed class TextCatalogueTests
{
    private static readonly string[] Forbidden =
        ["cTrader", "cTID", "MetaTrader", "MT4", "MT5", "TradingView", "NinjaTrader", "MetaQuotes", "DXtrade", "Match-Trader"];

    public static TheoryData<string> Languages => [.. TextCatalogue.All.Keys];

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_language_has_every_text_and_no_other(string language) =>
        TextCatalogue.Read(language).Keys.ShouldBe(Enum.GetNames<TextKey>(), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_text_names_the_vendors_identity_or_another_platform(string language) // SCR-62, SCR-63
    {
        foreach (var (key, text) in TextCatalogue.Read(language))
        {
            foreach (var word in Forbidden)
            {
                text.Contains(word, StringComparison.OrdinalIgnoreCase).ShouldBeFalse($"{key} names {word}");
            }
        }
    }

    [Fact]
    public void Arabic_is_written_from_right_to_left() => TextCatalogue.All["ar"].Direction.ShouldBe("rtl");

    [Theory]
    [InlineData("de", "es", "de")] // SCR-47: lang first
    [InlineData("DE", "es", "de")] // SCR-22: without case
    [InlineData("fr", "es", "es")] // unsupported: the user's own
    [InlineData(null, "es", "es")]
    [InlineData("fr", "it", "en")] // SCR-45: the default of the CRM
    [InlineData("ar", null, "en")] // there is a text, but this CRM does not support it
    public void The_language_is_the_asked_one_or_the_users_or_the_default(string? lang, string? preferred, string expected) =>
        TextCatalogue.Choose(["en", "de", "es"], lang, preferred, "en").Language.ShouldBe(expected);
}
