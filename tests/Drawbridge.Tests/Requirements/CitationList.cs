using System.Text.RegularExpressions;

namespace Drawbridge.Tests.Requirements;

/// <summary>
/// The requirement IDs that source text cites. <c>P2B-4.2-7</c> cites one requirement, <c>P2B-4.2-7..9</c> each from 7 to 9; an area
/// such as <c>P2B-4.2</c> may be mentioned and counts for none of its rows.
/// </summary>
internal sealed partial class CitationList
{
    private readonly Specification _specification;
    private readonly HashSet<Requirement> _inProduct = [];
    private readonly HashSet<Requirement> _inProof = [];

    public CitationList(IEnumerable<(string Path, string Text)> files, Specification specification)
    {
        _specification = specification;
        foreach (var (path, text) in files)
        {
            foreach (Match match in Candidate().Matches(text))
            {
                Read(path, match.Groups["id"].Value, match.Groups["end"].Value);
            }
        }
    }

    /// <summary>Citations of what does not exist, and ranges that cannot be read.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Cited where the product enforces it.</summary>
    public bool IsInProduct(Requirement requirement) => _inProduct.Contains(requirement);

    /// <summary>Cited by a test.</summary>
    public bool IsInTests(Requirement requirement) => _inProof.Contains(requirement);

    private void Read(string path, string id, string end)
    {
        if (_specification.Find(id) is not { } single)
        {
            if (id.Any(char.IsAsciiDigit) && !_specification.HasArea(id))
            {
                Faults.Add($"{path}: {id} does not exist");
            }

            return;
        }

        if (end.Length == 0)
        {
            Count(path, [single]);
        }
        else if (int.TryParse(end, out var last) && _specification.Range(id, last) is { } range)
        {
            Count(path, range);
        }
        else
        {
            Faults.Add($"{path}: {id}..{end} is not a range; write the last number only, as in P2B-4.2-7..9");
        }
    }

    /// <summary>Every valid citation in a text, with its place.</summary>
    public static IEnumerable<(int Index, IReadOnlyList<Requirement> Requirements)> In(string text, Specification specification)
    {
        foreach (Match match in Candidate().Matches(text))
        {
            if (specification.Find(match.Groups["id"].Value) is { } single)
            {
                var end = match.Groups["end"];
                yield return (match.Index, int.TryParse(end.Value, out var last) && specification.Range(single.Id, last) is { } range ? range : [single]);
            }
        }
    }

    private void Count(string path, IReadOnlyList<Requirement> requirements)
    {
        if (path.StartsWith("tests/", StringComparison.Ordinal))
        {
            _inProof.UnionWith(requirements);
        }
        else if (path.StartsWith("src/Drawbridge.Conformance/", StringComparison.Ordinal))
        {
            // A conformance case checks the other party: it enforces nothing here, and proves what conformance tests demand.
            _inProof.UnionWith(requirements.Where(requirement => requirement.IsConformanceTest));
        }
        else
        {
            _inProduct.UnionWith(requirements);
        }
    }

    [GeneratedRegex(
        @"(?<![A-Za-z0-9_-])(?<id>(B2P|P2B|WS|SCR|INV|MOD|BID|CONN|ERR|FLOW|CONF|DEC)(-[A-Za-z0-9]+(\.[A-Za-z0-9]+)*)+)(\.\.(?<end>[A-Za-z0-9][A-Za-z0-9-]*))?",
        RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Candidate();
}
