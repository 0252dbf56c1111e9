using System.Text.RegularExpressions;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Protocol.Screens;
using Drawbridge.Tests.Architecture;

namespace Drawbridge.Tests.Screens;

public sealed partial class TextCatalogueTests
{
    /// <summary>Words that a language shares with English.</summary>
    private static readonly Dictionary<string, string[]> SameAsInEnglish = new()
    {
        ["de"] = ["AccountDemo", "ConfirmCode", "FactorCode", "ReceiptStatus", "ChatTitle", "PartnerTabLinks", "PartnerTabCodes", "PartnerSourceLink", "PartnerSourceCode", "ReportLots"],
        ["es"] = ["AccountDemo", "KycNo", "ChatTitle"],
        ["fr"] = ["TradeTitle", "ClientDocuments", "ConfirmCode", "FactorCode", "PaymentDate", "ChatTitle", "PartnerTabTraders", "PartnerTraders", "ReportLots", "RewardKindLot", "RewardKindReversed"],
        ["it"] = ["TradeTitle", "AccountDemo", "Password", "KycNo", "ChatTitle", "PartnerSourceLink"],
        ["pt"] = ["AccountDemo", "ReceiptStatus", "ChatTitle"],
        ["pl"] = ["AccountDemo", "ReceiptStatus"],
        ["cs"] = ["AccountDemo", "ChatTitle"],
        ["tr"] = ["AccountDemo"],
        ["vi"] = ["AccountDemo"],
    };

    public static TheoryData<string> Languages => [.. TextCatalogue.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_language_has_every_text_with_its_placeholders_and_no_other(string language) => TextFaults.Find([language]).ShouldBeEmpty();

    [Fact]
    public void An_English_date_names_its_month()
    {
        var english = TextCatalogue.In("en").Culture;
        var at = new DateTime(2026, 3, 4, 17, 5, 0, DateTimeKind.Utc);

        at.ToString("d", english).ShouldBe("4 Mar 2026");
        at.ToString("g", english).ShouldBe("4 Mar 2026 17:05");
        at.ToString("D", english).ShouldBe("4 March 2026");
        TextCatalogue.In("de").Culture.DateTimeFormat.ShortDatePattern.ShouldBe("dd.MM.yyyy");
    }

    [Fact]
    public void Every_file_of_texts_belongs_to_a_set_and_a_language()
    {
        var files = typeof(TextSet).Assembly.GetManifestResourceNames().Where(static name => name.EndsWith(".json", StringComparison.Ordinal));

        files.Except(TextSet.All.SelectMany(static set => TextCatalogue.Languages.Select(set.ResourceOf))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_text_is_used()
    {
        var sources = Repository.Under("src/Drawbridge.Broker/")
            .Where(static file => file.Extension is ".cs" or ".razor" && !file.Path.EndsWith("TextKey.cs", StringComparison.Ordinal)).Select(static file => file.Text()).ToList();
        var words = sources.SelectMany(static text => Word().Matches(text).Select(static match => match.Value)).ToHashSet(StringComparer.Ordinal);

        TextSet.All.SelectMany(static set => set.Keys.Keys).Except(words).ShouldBeEmpty();
    }

    [Fact]
    public void A_text_has_one_name() => TextSet.All.SelectMany(static set => set.Keys.Keys).ShouldBeUnique();

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_text_is_translated(string language)
    {
        var same = language == "en" ? [] : TextSet.All.SelectMany(set => set.Read("en").Join(
            set.Read(language), static text => text.Key, static text => text.Key, static (english, text) => (english.Key, Same: text.Value.All.Contains(english.Value.Other))));

        same.Where(static text => text.Same).Select(static text => text.Key).ShouldBe(SameAsInEnglish.GetValueOrDefault(language, []), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_text_names_the_vendors_identity_or_another_platform(string language) // SCR-62, SCR-63
    {
        foreach (var (key, text) in TextSet.All.SelectMany(set => set.Read(language)))
        {
            var name = text.All.Select(static form => ForbiddenNames.FindIn(form) ?? (form.Contains("cTrader", StringComparison.OrdinalIgnoreCase) ? "cTrader" : null)).FirstOrDefault();
            name.ShouldBeNull(key);
        }
    }

    [Fact]
    public void Arabic_is_written_from_right_to_left() => TextCatalogue.In("ar").Direction.ShouldBe("rtl");

    [Theory]
    [InlineData("de", "es", "de")] // SCR-47: lang first
    [InlineData("DE", "es", "de")] // SCR-22: without case
    [InlineData("fr", "es", "es")] // unsupported: the user's own
    [InlineData(null, "es", "es")]
    [InlineData("fr", "it", "en")] // SCR-45: the default of the CRM
    [InlineData("ar", null, "en")] // there is a text, but this CRM does not support it
    public void The_language_is_the_asked_one_or_the_users_or_the_default(string? lang, string? preferred, string expected) =>
        TextCatalogue.Choose(["en", "de", "es"], lang, preferred, "en").Language.ShouldBe(expected);

    [GeneratedRegex(@"\w+", RegexOptions.None, 5000)]
    private static partial Regex Word();
}
