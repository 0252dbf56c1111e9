namespace Drawbridge.Platform.Journal;

/// <summary>Text in which <c>*</c> stands for anything, nothing included. Case does not count.</summary>
internal static class Wildcard
{
    public static bool Matches(string pattern, string text)
    {
        // Greedy with one way back: linear but for stars, and no pattern can make it run away.
        var (at, star, mark) = (0, -1, 0);
        for (var i = 0; i < text.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, mark) = (at++, i);
            }
            else if (at < pattern.Length && char.ToUpperInvariant(pattern[at]) == char.ToUpperInvariant(text[i]))
            {
                at++;
                i++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                i = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).TrimStart('*').IsEmpty;
    }
}
