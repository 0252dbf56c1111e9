using System.Collections.Frozen;
using System.Globalization;

namespace Drawbridge.Broker.Screens.Texts;

/// <summary>The texts of one language, read when the language is first used.</summary>
internal sealed class TextCatalogue
{
    private static readonly FrozenDictionary<string, Lazy<TextCatalogue>> All =
        Languages.ToFrozenDictionary(language => language, language => new Lazy<TextCatalogue>(() => new(language)), StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<TextKey, TextForms> _texts = [];
    private readonly PluralRule _plurals;

    private TextCatalogue(string language)
    {
        Language = language;
        Culture = CultureOf(language);
        _plurals = PluralRule.Of(language);
        foreach (var set in TextSet.All)
        {
            foreach (var (name, text) in set.Read(language))
            {
                _texts.Add(set.Keys[name], text);
            }
        }
    }

    /// <summary>Every language there is, by ISO 639-1 code.</summary>
    public static IReadOnlyList<string> Languages => ["en", "de", "es", "ar", "fr", "it", "pt", "pl", "cs", "tr", "ru", "zh", "ja", "vi"];

    /// <summary>ISO 639-1.</summary>
    public string Language { get; }

    public CultureInfo Culture { get; }

    /// <summary>Writing direction of a page in this language.</summary>
    public string Direction => Culture.TextInfo.IsRightToLeft ? "rtl" : "ltr";

    public string this[TextKey key] => _texts[key].Other;

    /// <summary>The texts of a language that there is, whether a CRM offers it or not.</summary>
    public static TextCatalogue In(string language) => All[language].Value;

    /// <summary>The text with its placeholders <c>{0}</c>, <c>{1}</c> filled in. Of a counted text, <c>{0}</c> is a number and decides the form.</summary>
    public string Format(TextKey key, params ReadOnlySpan<object?> values)
    {
        var text = _texts[key];
        var form = text.IsCounted ? text.For(_plurals.Choose(Convert.ToDecimal(values[0], CultureInfo.InvariantCulture))) : text.Other;
        return string.Format(Culture, form, values);
    }

    /// <summary>The texts of the first language that has any: supported <c>lang</c>, the user's own, the CRM's default (SCR-47), English.</summary>
    public static TextCatalogue Choose(IReadOnlyList<string> supported, string? lang, string? preferred, string fallback) =>
        (Find(supported, lang) ?? Find(supported, preferred) ?? All.GetValueOrDefault(fallback) ?? All["en"]).Value;

    private static Lazy<TextCatalogue>? Find(IReadOnlyList<string> supported, string? language) =>
        language is not null && supported.Contains(language, StringComparer.OrdinalIgnoreCase) ? All.GetValueOrDefault(language) : null;

    private static CultureInfo CultureOf(string language)
    {
        if (language != "en")
        {
            return CultureInfo.GetCultureInfo(language == "ar" ? "ar-AE" : language); // Arabic elsewhere writes Latin digits with Arabic separators
        }

        // English is read on every continent: 3/4/2026 would be a day in March to some of its readers and in April to others.
        var english = (CultureInfo)CultureInfo.GetCultureInfo(language).Clone();
        english.DateTimeFormat.ShortDatePattern = "d MMM yyyy";
        english.DateTimeFormat.LongDatePattern = "d MMMM yyyy";
        english.DateTimeFormat.ShortTimePattern = "HH:mm";
        return CultureInfo.ReadOnly(english);
    }
}
