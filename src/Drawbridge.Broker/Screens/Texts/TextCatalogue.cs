using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Drawbridge.Broker.Screens.Texts;

/// <summary>The texts of one language.</summary>
internal sealed class TextCatalogue
{
    private readonly FrozenDictionary<TextKey, string> _texts;

    private TextCatalogue(string language, FrozenDictionary<TextKey, string> texts)
    {
        Language = language;
        Culture = CultureInfo.GetCultureInfo(language);
        _texts = texts;
    }

    /// <summary>Every language there is, by ISO 639-1 code.</summary>
    public static FrozenDictionary<string, TextCatalogue> All { get; } =
        new[] { "en", "de", "es", "ar" }.ToFrozenDictionary(language => language, Load, StringComparer.OrdinalIgnoreCase);

    /// <summary>ISO 639-1.</summary>
    public string Language { get; }

    public CultureInfo Culture { get; }

    /// <summary>Writing direction of a page in this language.</summary>
    public string Direction => Culture.TextInfo.IsRightToLeft ? "rtl" : "ltr";

    public string this[TextKey key] => _texts[key];

    /// <summary>The text with its placeholders <c>{0}</c>, <c>{1}</c> filled in.</summary>
    public string Format(TextKey key, params ReadOnlySpan<object?> values) => string.Format(Culture, _texts[key], values);

    /// <summary>The texts of the first language that has any: supported <c>lang</c>, the user's own, the CRM's default (SCR-47), English.</summary>
    public static TextCatalogue Choose(IReadOnlyList<string> supported, string? lang, string? preferred, string fallback) =>
        Find(supported, lang) ?? Find(supported, preferred) ?? All.GetValueOrDefault(fallback) ?? All["en"];

    internal static IReadOnlyDictionary<string, string> Read(string language)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Drawbridge.Broker.Screens.Texts.{language}.json")
            ?? throw new InvalidOperationException($"The texts of '{language}' are not in the assembly.");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
    }

    private static TextCatalogue? Find(IReadOnlyList<string> supported, string? language) =>
        language is not null && supported.Contains(language, StringComparer.OrdinalIgnoreCase) ? All.GetValueOrDefault(language) : null;

    private static TextCatalogue Load(string language)
    {
        var texts = Read(language);
        return new(language, Enum.GetValues<TextKey>().ToFrozenDictionary(
            key => key,
            key => texts.TryGetValue(key.ToString(), out var text)
                ? text
                : throw new InvalidOperationException($"The language '{language}' lacks the text '{key}'.")));
    }
}
