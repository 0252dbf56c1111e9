using System.Text.RegularExpressions;

namespace Drawbridge.Tests.Requirements;

/// <summary>All requirements of <c>docs/protocol</c>, by ID.</summary>
internal sealed partial class Specification
{
    private readonly Dictionary<string, Requirement> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _areas;

    public Specification(IEnumerable<(string File, string Text)> files)
    {
        foreach (var (file, text) in files)
        {
            foreach (Match row in Row().Matches(text))
            {
                var level = row.Groups["level"].Value switch
                {
                    "MUST" => Level.Must,
                    "SHOULD" => Level.Should,
                    "MAY" => Level.May,
                    _ => Level.Decision,
                };
                var requirement = new Requirement(row.Groups["id"].Value, level, file);
                if (!_byId.TryAdd(requirement.Id, requirement))
                {
                    Duplicates.Add(requirement.Id);
                }
            }
        }

        _areas = [.. _byId.Values.Select(requirement => requirement.Area)];
    }

    public IReadOnlyCollection<Requirement> All => _byId.Values;

    public List<string> Duplicates { get; } = [];

    public Requirement? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>True for <c>P2B-4.2</c>, and for the family <c>P2B-4</c> or <c>P2B</c> above it.</summary>
    public bool HasArea(string name) =>
        _areas.Any(area => area == name || area.StartsWith(name + ".", StringComparison.Ordinal) || area.StartsWith(name + "-", StringComparison.Ordinal));

    /// <summary>The existing requirements from <paramref name="first"/> to number <paramref name="last"/> of the same area; gaps are allowed.</summary>
    /// <returns>Null when one of the two ends does not exist or they stand in the wrong order.</returns>
    public IReadOnlyList<Requirement>? Range(string first, int last)
    {
        if (Find(first) is not { } start || Find($"{start.Area}-{last}") is null || last <= start.Number)
        {
            return null;
        }

        return [.. All.Where(r => r.Area == start.Area && r.Number >= start.Number && r.Number <= last)];
    }

    [GeneratedRegex(@"^\| (?<id>[A-Z0-9]+(?:-[A-Za-z0-9.]+)?-\d+) \|(?: (?<level>MUST|SHOULD|MAY) \|)?", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Row();
}
