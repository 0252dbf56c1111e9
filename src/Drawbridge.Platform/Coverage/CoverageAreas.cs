using System.Globalization;
using System.Text.RegularExpressions;

namespace Drawbridge.Platform.Coverage;

/// <summary>The states in <c>areas.md</c>. Of several entries that name a requirement the one naming the fewest decides.</summary>
internal sealed partial class CoverageAreas
{
    private readonly Dictionary<string, (string State, string Reason, int Size)> _states = new(StringComparer.Ordinal);

    public CoverageAreas(string text, IReadOnlyCollection<string> ids)
    {
        foreach (Match entry in Entry().Matches(text))
        {
            var named = Named(entry.Groups["pattern"].Value, ids).ToList();
            foreach (var id in named.Where(id => !_states.TryGetValue(id, out var other) || named.Count < other.Size))
            {
                _states[id] = (entry.Groups["state"].Value, entry.Groups["reason"].Value.Trim(), named.Count);
            }
        }
    }

    /// <summary>State and reason; the reason is null when nothing is said.</summary>
    public (string State, string? Reason) Of(string id) => _states.TryGetValue(id, out var found)
        ? (found.State, found.Reason.Length > 0 ? found.Reason : null)
        : throw new InvalidOperationException($"No state is given for {id}.");

    /// <summary>One requirement, a range of an area, an area or a family of areas.</summary>
    private static IEnumerable<string> Named(string pattern, IReadOnlyCollection<string> ids)
    {
        if (pattern.EndsWith("-*", StringComparison.Ordinal) || pattern.EndsWith(".*", StringComparison.Ordinal))
        {
            return ids.Where(id => id.StartsWith(pattern[..^1], StringComparison.Ordinal));
        }

        var ends = pattern.Split("..");
        if (ends.Length == 1)
        {
            return ids.Where(id => id == pattern);
        }

        var (area, first) = Split(ends[0]);
        var last = int.Parse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture);
        return ids.Where(id => Split(id) is var (other, number) && other == area && number >= first && number <= last);
    }

    private static (string Area, int Number) Split(string id)
    {
        var end = id.LastIndexOf('-');
        return (id[..end], int.Parse(id.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^\| `(?<pattern>[^`|]+)` \| *(?<state>[a-z]+) *\|(?<reason>[^|]*)\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Entry();
}
