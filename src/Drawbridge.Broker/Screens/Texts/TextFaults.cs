using System.Globalization;
using System.Text.RegularExpressions;

namespace Drawbridge.Broker.Screens.Texts;

/// <summary>What is wrong with the files of the texts. English is the measure of the other languages.</summary>
internal static partial class TextFaults
{
    /// <summary>Refuses to go on with texts of which one is missing in a language, lacks a plural form, or holds other values than in English.</summary>
    /// <exception cref="InvalidOperationException">There is a fault; the message names them all.</exception>
    public static void ThrowIfAny()
    {
        if (CultureInfo.GetCultureInfo("de").NumberFormat.NumberDecimalSeparator != ",")
        {
            throw new InvalidOperationException(
                "The system has no data of languages (ICU). Install libicu, and do not set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        }

        var faults = TextCatalogue.Languages.SelectMany(Find).ToList();
        if (faults.Count > 0)
        {
            throw new InvalidOperationException($"The texts of the screens are not complete:\n{string.Join('\n', faults)}");
        }
    }

    /// <summary>The faults of one language, each as a line that says what to mend.</summary>
    public static IEnumerable<string> Find(string language) => TextSet.All.SelectMany(set =>
    {
        try
        {
            return Find(set.Keys.Keys, set.Read("en"), set.Read(language), language).Select(fault => $"{set.ResourceOf(language)}: {fault}");
        }
        catch (FormatException e)
        {
            return [e.Message];
        }
    });

    /// <summary>The faults of one file.</summary>
    /// <param name="names">What there must be.</param>
    /// <param name="english">The measure.</param>
    /// <param name="texts">What there is.</param>
    /// <param name="language">ISO 639-1.</param>
    internal static IEnumerable<string> Find(
        IReadOnlyCollection<string> names, IReadOnlyDictionary<string, TextForms> english, IReadOnlyDictionary<string, TextForms> texts, string language)
    {
        foreach (var name in names.Except(texts.Keys))
        {
            yield return $"{name} is missing.";
        }

        foreach (var (name, text) in texts)
        {
            if (!names.Contains(name))
            {
                yield return $"{name} is not declared.";
            }
            else if (english.TryGetValue(name, out var source) && FaultOf(text, source, PluralRule.Of(language).Categories) is { } fault)
            {
                yield return $"{name} {fault}.";
            }
        }
    }

    private static string? FaultOf(TextForms text, TextForms source, IReadOnlyList<PluralCategory> categories)
    {
        if (text.All.Any(string.IsNullOrWhiteSpace))
        {
            return "is empty";
        }

        if (text.IsCounted != source.IsCounted)
        {
            return source.IsCounted ? "needs plural forms" : "has plural forms, which the English text has not";
        }

        if (text.IsCounted && !text.Categories.ToHashSet().SetEquals(categories))
        {
            return $"needs exactly the plural forms {string.Join(", ", categories).ToLowerInvariant()}";
        }

        // A form for one number alone may write the number as a word.
        var expected = PlaceholdersOf(source.Other);
        var all = text.All.Select(PlaceholdersOf).ToList();
        return PlaceholdersOf(text.Other).SetEquals(expected) && all.TrueForAll(set => set.IsSubsetOf(expected) && expected.Except(set).All(static lacking => lacking == "{0}"))
            ? null
            : "has other placeholders than the English text";
    }

    private static HashSet<string> PlaceholdersOf(string text) => [.. Placeholder().Matches(text).Select(static match => match.Value)];

    [GeneratedRegex("[{][^}]*}?|}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
