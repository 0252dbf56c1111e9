namespace Drawbridge.Cli.CommandLine;

/// <summary>The name that a mistyped one is closest to.</summary>
internal static class Suggestion
{
    /// <summary>Null when nothing is near enough to be what was meant.</summary>
    public static string? For(string typed, IEnumerable<string> names) =>
        (from name in names
         let distance = Distance(typed.ToUpperInvariant(), name.ToUpperInvariant())
         where distance <= Math.Max(1, (name.Length + 1) / 3) || (typed.Length >= 2 && name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
         orderby distance
         select name).FirstOrDefault();

    /// <summary>Levenshtein: how many letters have to be put in, taken out or changed.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
