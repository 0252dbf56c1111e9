using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Drawbridge.Broker.Screens.Texts;

/// <summary>One text by language, where a broker's own texts stand in such a dictionary too. Reads no language that nobody asks for.</summary>
internal sealed class TextInEveryLanguage(TextKey key) : IReadOnlyDictionary<string, string>
{
    public int Count => TextCatalogue.Languages.Count;

    public IEnumerable<string> Keys => TextCatalogue.Languages;

    public IEnumerable<string> Values => Keys.Select(language => this[language]);

    public string this[string language] => TextCatalogue.In(language)[key];

    public bool ContainsKey(string language) => TextCatalogue.Languages.Contains(language, StringComparer.Ordinal);

    public bool TryGetValue(string language, [MaybeNullWhen(false)] out string value)
    {
        value = ContainsKey(language) ? this[language] : null;
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Keys.Select(language => KeyValuePair.Create(language, this[language])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
