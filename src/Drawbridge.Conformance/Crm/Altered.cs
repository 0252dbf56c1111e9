using System.Security.Cryptography;

namespace Drawbridge.Conformance.Crm;

/// <summary>Values that look like real ones and are none: whatever form a CRM gives its tokens, these have it.</summary>
internal static class Altered
{
    private const int Replaced = 12;

    /// <summary>A real token with others of its own kinds of characters in place of its last ones.</summary>
    public static string TokenLike(string token)
    {
        var text = token.ToCharArray();
        var places = Enumerable.Range(0, text.Length).Where(i => char.IsAsciiLetterOrDigit(text[i])).TakeLast(Replaced).ToList();
        do
        {
            foreach (var i in places)
            {
                var same = token.Where(character => char.IsAsciiLetterOrDigit(character) && KindOf(character) == KindOf(token[i])).Distinct().ToArray();
                text[i] = same[RandomNumberGenerator.GetInt32(same.Length)];
            }
        }
        while (new string(text) == token && places.Count > 0 && token.Distinct().Count() > 2);

        return new string(text) == token ? token + "A" : new string(text);
    }

    /// <summary>The same letters, small ones in place of capitals and the other way round; null when it has none.</summary>
    public static string? OtherCase(string text)
    {
        var other = new string([.. text.Select(static character => char.IsAsciiLetterUpper(character) ? char.ToLowerInvariant(character) : char.ToUpperInvariant(character))]);
        return other == text ? null : other;
    }

    private static int KindOf(char character) => char.IsAsciiDigit(character) ? 0 : char.IsAsciiLetterUpper(character) ? 1 : 2;
}
