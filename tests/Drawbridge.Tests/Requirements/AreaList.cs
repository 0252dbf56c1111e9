using System.Text.RegularExpressions;

namespace Drawbridge.Tests.Requirements;

internal enum AreaState
{
    Built,
    Building,
    Later,
    Documentation,
}

/// <summary>One row of <c>areas.md</c> and the requirements it names.</summary>
internal sealed record AreaEntry(string Pattern, AreaState State, string Reason, IReadOnlyList<Requirement> Names);

/// <summary>
/// The table of <c>docs/protocol/areas.md</c>: how far each requirement has come. Of several entries that name a requirement the one
/// naming the fewest decides, so a row can be an exception from its area.
/// </summary>
internal sealed partial class AreaList
{
    private readonly List<AreaEntry> _entries = [];

    public AreaList(string text, Specification specification)
    {
        foreach (Match row in Row().Matches(text))
        {
            var pattern = row.Groups["pattern"].Value;
            var names = Expand(pattern, specification);
            if (names.Count == 0)
            {
                Faults.Add($"`{pattern}` names nothing that exists");
            }
            else if (!Enum.TryParse<AreaState>(row.Groups["state"].Value, ignoreCase: true, out var state))
            {
                Faults.Add($"`{pattern}` has the unknown state \"{row.Groups["state"].Value}\"");
            }
            else
            {
                var reason = row.Groups["reason"].Value.Trim();
                if (state is AreaState.Later or AreaState.Documentation && reason.Length == 0)
                {
                    Faults.Add($"`{pattern}` gives no reason");
                }

                _entries.Add(new AreaEntry(pattern, state, reason, names));
            }
        }

        foreach (var requirement in specification.All.Where(requirement => requirement.Level != Level.Decision))
        {
            if (Find(requirement) is not { } entry)
            {
                Faults.Add($"no entry names {requirement.Id}");
            }
            else if (_entries.Any(other => other != entry && other.Names.Count == entry.Names.Count && other.Names.Contains(requirement)))
            {
                Faults.Add($"two entries of the same size name {requirement.Id}");
            }
        }
    }

    public List<string> Faults { get; } = [];

    public AreaState StateOf(Requirement requirement) => Find(requirement)?.State ?? AreaState.Built;

    /// <summary>Why a requirement is not built, empty when the entry says nothing.</summary>
    public string ReasonOf(Requirement requirement) => Find(requirement)?.Reason ?? "";

    private AreaEntry? Find(Requirement requirement) =>
        _entries.Where(entry => entry.Names.Contains(requirement)).MinBy(entry => entry.Names.Count);

    private static IReadOnlyList<Requirement> Expand(string pattern, Specification specification)
    {
        if (pattern.EndsWith("-*", StringComparison.Ordinal))
        {
            return [.. specification.All.Where(requirement => requirement.Id.StartsWith(pattern[..^1], StringComparison.Ordinal))];
        }

        if (pattern.EndsWith(".*", StringComparison.Ordinal))
        {
            return [.. specification.All.Where(requirement => requirement.Area.StartsWith(pattern[..^1], StringComparison.Ordinal))];
        }

        var dots = pattern.IndexOf("..", StringComparison.Ordinal);
        if (dots > 0)
        {
            return int.TryParse(pattern.AsSpan(dots + 2), out var last) ? specification.Range(pattern[..dots], last) ?? [] : [];
        }

        return specification.Find(pattern) is { } single ? [single] : [];
    }

    [GeneratedRegex(@"^\| `(?<pattern>[^`|]+)` \| *(?<state>[^|]*?) *\|(?<reason>[^|]*)\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Row();
}
