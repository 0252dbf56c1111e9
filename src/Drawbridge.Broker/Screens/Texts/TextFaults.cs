using System.Collections.Frozen;

namespace Drawbridge.Broker.Screens.Texts;

/// <summary>What is wrong with the files of the texts. English is the measure of the other languages.</summary>
internal static class TextFaults
{
    /// <summary>The faults of some languages, each as a line that says what to mend.</summary>
    public static IEnumerable<string> Find(IEnumerable<string> languages) => TextSet.All.SelectMany(set =>
    {
        try
        {
            var english = set.Read("en");
            return languages.SelectMany(language =>
                Find(set.Keys.Keys, english, language == "en" ? english : set.Read(language), language).Select(fault => $"{set.ResourceOf(language)}: {fault}")).ToList();
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

        if (text.IsCounted && (text.Categories.Count != categories.Count || categories.Any(category => !text.Categories.Contains(category))))
        {
            return $"needs exactly the plural forms {string.Join(", ", categories).ToLowerInvariant()}";
        }

        // A form for one number alone may write the number as a word.
        var expected = PlaceholdersOf(source.Other);
        return PlaceholdersOf(text.Other).SetEquals(expected) && text.All.All(form => IsWithout(PlaceholdersOf(form), expected))
            ? null
            : "has other placeholders than the English text";
    }

    private static bool IsWithout(IReadOnlySet<string> some, IReadOnlySet<string> all) => some.IsSubsetOf(all) && all.All(one => one == "{0}" || some.Contains(one));

    /// <summary>A brace that is no placeholder counts as one, which no other text has.</summary>
    private static IReadOnlySet<string> PlaceholdersOf(string text)
    {
        if (!text.AsSpan().ContainsAny('{', '}'))
        {
            return FrozenSet<string>.Empty;
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var at = text.AsSpan().IndexOfAny('{', '}'); at >= 0;)
        {
            var length = text[at] == '{' ? text.AsSpan(at).IndexOf('}') + 1 : 0;
            found.Add(length > 0 ? text.Substring(at, length) : text[at..]);
            var rest = at + Math.Max(length, 1);
            var next = text.AsSpan(rest).IndexOfAny('{', '}');
            at = next < 0 ? -1 : rest + next;
        }

        return found;
    }
}
