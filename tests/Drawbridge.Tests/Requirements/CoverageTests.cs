using Drawbridge.Platform.Coverage;
using Drawbridge.Tests.Architecture;

namespace Drawbridge.Tests.Requirements;

/// <summary>What the platform says of itself is what the tests about requirements hold it to.</summary>
public sealed class CoverageTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "protocol");

    private static readonly Specification Requirements = new(
        Directory.GetFiles(Folder).Where(file => Path.GetFileName(file) is not ("areas.md" or "unseen.md")).Select(file => (file, File.ReadAllText(file))));

    private static readonly AreaList Areas = new(File.ReadAllText(Path.Combine(Folder, "areas.md")), Requirements);

    private static readonly CoverageList List = new();

    [Fact]
    public void Every_requirement_is_listed_with_its_level_state_and_reason() =>
        List.All.Select(row => $"{row.Id} {row.Level} {row.File} {row.State} {row.Reason}").ShouldBe(
            Requirements.All.Where(requirement => requirement.Level != Level.Decision).Select(requirement =>
                $"{requirement.Id} {requirement.Level.ToString().ToUpperInvariant()} {Path.GetFileNameWithoutExtension(requirement.File)} "
                + $"{Areas.StateOf(requirement).ToString().ToLowerInvariant()} {Areas.ReasonOf(requirement)}"),
            ignoreOrder: true);

    [Fact]
    public void Every_requirement_says_something_and_stands_below_a_heading()
    {
        List.All.Where(row => row.Statement.Length < 3 || row.Section.Length == 0).ShouldBeEmpty();
        List.All.Select(row => row.State).Distinct().Except(CoverageState.All.Select(state => state.Name)).ShouldBeEmpty();
    }

    [Fact]
    public void A_column_that_cannot_stand_alone_is_shown_behind_its_heading()
    {
        List.All.Single(row => row.Id == "MOD-24").Statement.ShouldBe("In-app ribbons · SSO: yes · Handoff: no");
        List.All.Single(row => row.Id == "WS-37").Statement.ShouldBe("4.6 delete · Method and path: `DELETE /v2/webserv/traders/{login}` · Input: path · Success: 204");
    }
}
