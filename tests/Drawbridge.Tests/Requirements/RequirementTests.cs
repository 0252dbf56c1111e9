using System.Text.RegularExpressions;
using Drawbridge.Tests.Architecture;

namespace Drawbridge.Tests.Requirements;

/// <summary>The requirements of <c>docs/protocol</c> against the code of this repository.</summary>
public sealed partial class RequirementTests
{
    private const string AreasFile = "docs/protocol/areas.md";
    private const string UnseenFile = "docs/protocol/unseen.md";

    private static readonly string[] FilesOfCalls = ["broker-to-platform.md", "webservices.md", "invite.md", "errors.md"];

    private static readonly HashSet<string> CitingExtensions =
        new(StringComparer.Ordinal) { ".cs", ".cshtml", ".css", ".html", ".js", ".razor", ".sql" };

    private static readonly Specification Requirements = new(
        Repository.Under("docs/protocol/").Where(file => file.Path is not (AreasFile or UnseenFile)).Select(file => (file.Path, file.Text())));

    private static readonly AreaList Areas = new(File.ReadAllText(Path.Combine(Repository.Root, AreasFile)), Requirements);

    private static readonly CitationList Citations = new(
        Repository.TextFiles.Where(Cites).Select(file => (file.Path, file.Text())), Requirements);

    private static readonly ProofList Proofs = new(
        Repository.Under("tests/").Where(file => file.Extension == ".cs" && Cites(file)).Select(file => (file.Path, file.Text())), Requirements);

    private static readonly RequirementCheck Check = new(Requirements, Areas, Citations);

    /// <summary>The rows of the calls that a broker makes, of Invite and of the errors.</summary>
    public static TheoryData<string> RowsOfCalls => [.. Requirements.All
        .Where(row => row.Level == Level.Must && FilesOfCalls.Contains(Path.GetFileName(row.File))).Select(row => row.Id)];

    [Theory]
    [MemberData(nameof(RowsOfCalls))]
    public void A_row_has_a_test_or_a_reason_why_not(string id)
    {
        var row = Requirements.Find(id)!;
        var (tests, reason) = (Proofs.TestsOf(row), Areas.ReasonOf(row));

        TestContext.Current.TestOutputHelper!.WriteLine(tests.Count > 0 ? $"{id} is proven by {string.Join(", ", tests)}" : $"{id} is not built: {reason}");
        (tests.Count > 0 || (Areas.StateOf(row) != AreaState.Built && reason.Length > 0)).ShouldBeTrue($"{id} has neither a test that cites it nor a reason in {AreasFile}");
    }

    [Fact]
    public void Every_id_is_used_once() => Requirements.Duplicates.ShouldBeEmpty();

    [Fact]
    public void The_overview_counts_every_row()
    {
        var overview = File.ReadAllText(Path.Combine(Repository.Root, "docs/protocol/README.md"));
        var counts = FileRow().Matches(overview).SelectMany(row => row.Groups["counts"].Value.Split(", "))
            .Select(count => count.Split(' ')).ToDictionary(count => count[0], count => int.Parse(count[1], provider: null));

        Requirements.All.CountBy(requirement => requirement.Id[..requirement.Id.IndexOf('-', StringComparison.Ordinal)])
            .ToDictionary().ShouldBe(counts, ignoreOrder: true);
    }

    [Fact]
    public void The_list_of_areas_names_every_requirement_and_nothing_else() => Areas.Faults.ShouldBeEmpty();

    [Fact]
    public void Code_cites_only_requirements_that_exist() => Citations.Faults.ShouldBeEmpty();

    [Fact]
    public void Every_must_of_a_built_area_is_cited_where_it_is_enforced() =>
        ShouldBeNone("Requirements that no code under src cites", Check.MissingInProduct());

    [Fact]
    public void Every_must_of_a_built_area_is_cited_by_a_test() =>
        ShouldBeNone("Requirements that no test cites", Check.MissingInTests());

    [Fact]
    public void Nothing_that_is_built_is_listed_for_later() =>
        ShouldBeNone($"Requirements cited by src and tests, but marked `later` in {AreasFile} (give each the state `built`)", Check.BuiltThoughLater());

    private static void ShouldBeNone(string heading, IReadOnlyList<Requirement> requirements)
    {
        if (requirements.Count > 0)
        {
            Assert.Fail(RequirementCheck.Describe(heading, requirements));
        }
    }

    private static bool Cites(RepositoryFile file) =>
        CitingExtensions.Contains(file.Extension)
        && (file.Path.StartsWith("src/", StringComparison.Ordinal) || file.Path.StartsWith("tests/", StringComparison.Ordinal))
        && !file.Path.StartsWith("tests/Drawbridge.Tests/Requirements/", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| `[a-z-]+\.md` \|.*\| (?<counts>[A-Z0-9]+ \d+(, [A-Z0-9]+ \d+)*) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex FileRow();
}
