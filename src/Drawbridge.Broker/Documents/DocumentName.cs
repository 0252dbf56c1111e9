using System.Globalization;
using System.Text;

namespace Drawbridge.Broker.Documents;

/// <summary>
/// Names of files as people read them. No file is ever stored or found by its name; it is made harmless all the same, for those who download
/// the file to a disk of theirs.
/// </summary>
internal static class DocumentName
{
    private const int LongestStem = 80;

    private static readonly HashSet<string> Reserved = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(static i => new[] { $"COM{i}", $"LPT{i}" })], StringComparer.OrdinalIgnoreCase);

    /// <summary>The name without folders, control and invisible characters and what a file system could take for more than a name, with the ending of what the file is.</summary>
    public static string Clean(string? given, DocumentFormat format)
    {
        var text = given ?? "";
        text = text[(text.LastIndexOfAny(['/', '\\', '\0']) + 1)..];
        var dot = text.LastIndexOf('.');
        var stem = new StringBuilder();
        foreach (var rune in (dot < 0 ? text : text[..dot]).EnumerateRunes())
        {
            if (stem.Length >= LongestStem)
            {
                break;
            }

            stem.Append(IsHarmless(rune) ? rune.ToString() : Rune.IsWhiteSpace(rune) ? " " : "");
        }

        var name = stem.ToString().Trim(' ', '.', '_', '-');
        if (name.Length == 0 || Reserved.Contains(name))
        {
            name = "document";
        }

        return $"{name}.{DocumentFormats.ExtensionsOf(format)[0]}";
    }

    private static bool IsHarmless(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or '_' or '-' or '(' or ')'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
