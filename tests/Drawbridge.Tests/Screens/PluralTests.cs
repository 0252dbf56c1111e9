using System.Globalization;
using Drawbridge.Broker.Onboarding.Texts;
using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Tests.Screens;

/// <summary>The examples are those that the Unicode CLDR publishes beside its rules.</summary>
public sealed class PluralTests
{
    [Theory]
    [InlineData("en", "one", "1")]
    [InlineData("en", "other", "0 2 16 100 1000 0.0 1.0 1.5")]
    [InlineData("de", "one", "1")]
    [InlineData("de", "other", "0 2 16 100 1000 0.0 1.0 1.5")]
    [InlineData("es", "one", "1 1.0 1.00")]
    [InlineData("es", "many", "1000000 2000000")]
    [InlineData("es", "other", "0 2 16 100 1000 1.1 1000000.0")]
    [InlineData("ar", "zero", "0 0.0")]
    [InlineData("ar", "one", "1 1.0")]
    [InlineData("ar", "two", "2 2.0")]
    [InlineData("ar", "few", "3 10 103 110 1003 3.0 10.0 103.0")]
    [InlineData("ar", "many", "11 26 99 111 1011 11.0 99.0")]
    [InlineData("ar", "other", "100 102 200 202 300 302 400 1000 1000000 0.1 0.9 1.1 1.7 10.1")]
    [InlineData("fr", "one", "0 1 0.0 1.5")]
    [InlineData("fr", "many", "1000000")]
    [InlineData("fr", "other", "2 17 100 1000 2.0 3.5")]
    [InlineData("it", "one", "1")]
    [InlineData("it", "many", "1000000")]
    [InlineData("it", "other", "0 2 16 100 1000 0.0 1.0 1.5")]
    [InlineData("pt", "one", "0 1 0.0 1.5")]
    [InlineData("pt", "many", "1000000")]
    [InlineData("pt", "other", "2 17 100 1000 2.0 3.5")]
    [InlineData("pl", "one", "1")]
    [InlineData("pl", "few", "2 3 4 22 23 24 32 52 62 102 1002")]
    [InlineData("pl", "many", "0 5 12 13 14 15 19 21 100 101 111 112 1000 1000000")]
    [InlineData("pl", "other", "0.0 1.0 1.5 10.0 100.0")]
    [InlineData("cs", "one", "1")]
    [InlineData("cs", "few", "2 3 4")]
    [InlineData("cs", "many", "0.0 1.0 1.5 10.0 100.0")]
    [InlineData("cs", "other", "0 5 19 22 100 1000 1000000")]
    [InlineData("tr", "one", "1 1.0")]
    [InlineData("tr", "other", "0 2 16 100 1000 0.9 1.1")]
    [InlineData("ru", "one", "1 21 31 41 51 61 71 81 101 1001")]
    [InlineData("ru", "few", "2 3 4 22 23 24 32 52 62 102 1002")]
    [InlineData("ru", "many", "0 5 11 12 13 14 19 100 111 112 1000 1000000")]
    [InlineData("ru", "other", "0.0 1.0 1.5 10.0 100.0")]
    [InlineData("zh", "other", "0 1 2 15 100 1000 0.0 1.5")]
    [InlineData("ja", "other", "0 1 2 15 100 1000 0.0 1.5")]
    [InlineData("vi", "other", "0 1 2 15 100 1000 0.0 1.5")]
    public void A_number_takes_its_form(string language, string category, string examples)
    {
        var rule = PluralRule.Of(language);
        var expected = Enum.Parse<PluralCategory>(category, ignoreCase: true);

        foreach (var example in examples.Split(' '))
        {
            rule.Choose(decimal.Parse(example, CultureInfo.InvariantCulture)).ShouldBe(expected, example);
        }

        rule.Categories.ShouldContain(expected);
    }

    [Fact]
    public void Every_language_has_a_rule() => TextCatalogue.Languages.Except(PluralRule.Languages).ShouldBeEmpty();

    [Theory]
    [InlineData("en", 1, "Next attempt in about 1 second.")]
    [InlineData("en", 2, "Next attempt in about 2 seconds.")]
    [InlineData("de", 1, "Nächster Versuch in etwa 1 Sekunde.")]
    [InlineData("ar", 2, "المحاولة التالية خلال ثانيتين تقريبًا.")]
    [InlineData("fr", 0, "Prochaine tentative dans environ 0 seconde.")]
    [InlineData("pl", 22, "Następna próba za około 22 sekundy.")]
    [InlineData("ru", 21, "Следующая попытка примерно через 21 секунду.")]
    [InlineData("ru", 25, "Следующая попытка примерно через 25 секунд.")]
    [InlineData("ja", 1, "約1秒後に再試行します。")]
    [InlineData("ar", 4, "المحاولة التالية خلال حوالي 4 ثوانٍ.")]
    public void A_counted_text_is_read_in_the_form_of_its_number(string language, int count, string expected) =>
        TextCatalogue.In(language).Format(OnboardingTextKey.StatusNextAttempt, count).ShouldBe(expected);
}
