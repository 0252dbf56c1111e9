using System.Text.RegularExpressions;

namespace Drawbridge.Tests.Architecture;

/// <summary>A text of a script that a person reads is there in every language of its set, with the same places for values.</summary>
public sealed partial class TextTests
{
    /// <summary>Each set of texts: language and file, by folder. English is the one the others are held to.</summary>
    private static readonly Dictionary<string, Dictionary<string, RepositoryFile>> Sets = Repository.Under("src/")
        .Where(file => LanguageOf(file) is not null)
        .GroupBy(file => file.Folder, StringComparer.Ordinal)
        .ToDictionary(set => set.Key, set => set.ToDictionary(file => LanguageOf(file)!, StringComparer.Ordinal), StringComparer.Ordinal);

    public static TheoryData<string, string> Translations =>
        [.. from set in Sets from language in set.Value.Keys where language != "en" select new TheoryDataRow<string, string>(set.Key, language)];

    [Fact]
    public void Every_set_has_english_texts() => Sets.Where(set => !set.Value.ContainsKey("en")).Select(set => set.Key).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_translation_has_every_text_and_no_other(string folder, string language)
    {
        var english = Read(Sets[folder]["en"]).Keys;
        var translated = Read(Sets[folder][language]).Keys;

        english.Except(translated, StringComparer.Ordinal).ShouldBeEmpty("missing");
        translated.Except(english, StringComparer.Ordinal).ShouldBeEmpty("unknown");
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_translation_names_the_same_values(string folder, string language)
    {
        var translation = Read(Sets[folder][language]);

        Read(Sets[folder]["en"])
            .Where(text => translation.ContainsKey(text.Key) && !PlacesIn(text.Value).SetEquals(PlacesIn(translation[text.Key])))
            .Select(text => text.Key).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void No_text_is_empty(string folder, string language) =>
        Read(Sets[folder][language]).Where(text => string.IsNullOrWhiteSpace(text.Value)).Select(text => text.Key).ShouldBeEmpty();

    private static string? LanguageOf(RepositoryFile file) => LanguageFile().Match(file.Path) is { Success: true } match
        ? match.Groups["language"].Value
        : null;

    private static Dictionary<string, string> Read(RepositoryFile file) =>
        ScriptText().Matches(file.Text()).ToDictionary(text => text.Groups["key"].Value, text => text.Groups["text"].Value, StringComparer.Ordinal);

    private static HashSet<string> PlacesIn(string text) => [.. Place().Matches(text).Select(place => place.Value)];

    [GeneratedRegex(@"/texts-(?<language>[a-z]{2})\.js$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LanguageFile();

    [GeneratedRegex(@"(?<=[{,]\s*(//[^\n]*\s*)*)(?<key>\w+): '(?<text>([^'\\]|\\.)*)'", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex ScriptText();

    [GeneratedRegex(@"\{[A-Za-z0-9]+\}", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
