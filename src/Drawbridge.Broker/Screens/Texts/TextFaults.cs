using System.Text.RegularExpressions;

namespace Drawbridge.Broker.Screens.Texts;

/// <summary>What is wrong with the files of the texts. English is the measure of the other languages.</summary>
internal static partial class TextFaults
{
    /// <summary>Refuses to go on with texts of which one is missing in a language, or holds other values than in English.</summary>
    /// <exception cref="InvalidOperationException">There is a fault; the message names them all.</exception>
    public static void ThrowIfAny()
    {
        var faults = TextCatalogue.Languages.SelectMany(Find).ToList();
        if (faults.Count > 0)
        {
            throw new InvalidOperationException($"The texts of the screens are not complete:\n{string.Join('\n', faults)}");
        }
    }

    /// <summary>The faults of one language, each as a line that says what to mend.</summary>
    public static IEnumerable<string> Find(string language) => TextSet.All.SelectMany(set => Find(set, language));

    private static IEnumerable<string> Find(TextSet set, string language)
    {
        var english = set.Read("en");
        var texts = set.Read(language);
        foreach (var name in set.Keys.Keys.Except(texts.Keys))
        {
            yield return $"{set.ResourceOf(language)} lacks {name}.";
        }

        foreach (var (name, text) in texts)
        {
            if (!set.Keys.ContainsKey(name))
            {
                yield return $"{set.ResourceOf(language)} has {name}, which {set.Name} does not declare.";
            }
            else if (english.TryGetValue(name, out var source) && !PlaceholdersOf(text).SetEquals(PlaceholdersOf(source)))
            {
                yield return $"{set.ResourceOf(language)}: {name} has other placeholders than the English text.";
            }
        }
    }

    private static HashSet<string> PlaceholdersOf(string text) => [.. Placeholder().Matches(text).Select(static match => match.Value)];

    [GeneratedRegex("{[^}]*}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
