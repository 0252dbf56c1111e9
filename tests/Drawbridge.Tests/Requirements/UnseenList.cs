using System.Text.RegularExpressions;

namespace Drawbridge.Tests.Requirements;

/// <summary>The tables of <c>docs/protocol/unseen.md</c>: requirements that no conformance case looks at, each with the reason.</summary>
internal sealed partial class UnseenList
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Reads the list and holds it against the cases.</summary>
    /// <param name="text">The page.</param>
    /// <param name="specification">All requirements.</param>
    /// <param name="seen">Identifiers that a case names.</param>
    public UnseenList(string text, Specification specification, IReadOnlySet<string> seen)
    {
        foreach (Match row in Row().Matches(text))
        {
            Read(row.Groups["id"].Value, row.Groups["end"].Value, row.Groups["reason"].Value.Trim(), specification);
        }

        foreach (var must in specification.All.Where(static one => one.Level == Level.Must))
        {
            if (_ids.Contains(must.Id) == seen.Contains(must.Id))
            {
                Faults.Add(seen.Contains(must.Id) ? $"{must.Id} has a case and stands in the list" : $"{must.Id} has neither a case nor a reason why not");
            }
        }
    }

    /// <summary>What is wrong, a line each.</summary>
    public List<string> Faults { get; } = [];

    private void Read(string id, string end, string reason, Specification specification)
    {
        if (reason.Length == 0)
        {
            Faults.Add($"{id} stands in the list without a reason");
        }

        var named = end.Length == 0 ? specification.Find(id) is { } one ? [one] : null : specification.Range(id, int.Parse(end, provider: null));
        if (named is null)
        {
            Faults.Add($"{id}{(end.Length == 0 ? "" : $"..{end}")} does not exist");
            return;
        }

        if (named.All(static requirement => requirement.Level != Level.Must))
        {
            Faults.Add($"{id} is no MUST");
        }

        foreach (var must in named.Where(requirement => requirement.Level == Level.Must && !_ids.Add(requirement.Id)))
        {
            Faults.Add($"{must.Id} stands in the list twice");
        }
    }

    [GeneratedRegex(@"^\| `(?<id>[A-Z0-9]+(-[A-Za-z0-9.]+?)?-\d+)(\.\.(?<end>\d+))?` \|(?<reason>[^|]*)\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Row();
}
