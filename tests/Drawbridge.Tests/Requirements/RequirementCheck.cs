using System.Text;

namespace Drawbridge.Tests.Requirements;

/// <summary>Holds the citations against the specification and the state of each area.</summary>
internal sealed class RequirementCheck(Specification specification, AreaList areas, CitationList citations)
{
    /// <summary>MUST rows of built areas that no code of the product cites. Conformance tests are proven, not enforced.</summary>
    public IReadOnlyList<Requirement> MissingInProduct() =>
        [.. Owed().Where(requirement => !requirement.IsConformanceTest && !citations.IsInProduct(requirement))];

    /// <summary>MUST rows of built areas that no test cites.</summary>
    public IReadOnlyList<Requirement> MissingInTests() => [.. Owed().Where(requirement => !citations.IsInTests(requirement))];

    /// <summary>Rows put off to later that the product and a test cite all the same: their entry is out of date.</summary>
    public IReadOnlyList<Requirement> BuiltThoughLater() =>
        [.. specification.All.Where(requirement => areas.StateOf(requirement) == AreaState.Later && citations.IsInTests(requirement)
            && (requirement.IsConformanceTest || citations.IsInProduct(requirement)))];

    /// <summary>What to print: one line an area, under the file that holds it.</summary>
    public static string Describe(string heading, IReadOnlyList<Requirement> requirements)
    {
        var text = new StringBuilder(heading).Append(": ").Append(requirements.Count).AppendLine();
        foreach (var file in requirements.GroupBy(requirement => requirement.File, StringComparer.Ordinal))
        {
            text.Append("  ").AppendLine(file.Key);
            foreach (var area in file.GroupBy(requirement => requirement.Area, StringComparer.Ordinal))
            {
                text.Append("    ").Append(area.Key).Append(": ").AppendJoin(' ', area.Select(requirement => requirement.Id)).AppendLine();
            }
        }

        return text.ToString();
    }

    private IEnumerable<Requirement> Owed() =>
        specification.All.Where(requirement => requirement.Level == Level.Must && areas.StateOf(requirement) == AreaState.Built);
}
