namespace Drawbridge.Tests.Requirements;

/// <summary>The check itself, on a specification of a few rows.</summary>
public sealed class RequirementCheckTests
{
    private const string Rows = """
        | ID | Lvl | Statement | Source |
        |---|---|---|---|
        | P2B-4.2-1 | MUST | One. | ours |
        | P2B-4.2-2 | MUST | Two. | ours |
        | P2B-4.2-4 | MUST | Four. | ours |
        | P2B-4.2-5 | SHOULD | Five. | ours |
        | SCR-1 | MUST | A screen. | ours |
        | CONF-6.1.1-1 | MUST | A step. | ours |
        | DEC-1 | A point | | | |
        """;

    private const string Built = """
        | `P2B-4.2-*` | built | |
        | `SCR-1` | later | no screens yet |
        | `CONF-6.1.*` | built | |
        """;

    private static readonly Specification Spec = new([("calls.md", Rows)]);

    [Fact]
    public void A_range_counts_for_each_row_it_spans_and_steps_over_gaps()
    {
        var check = CheckOf(Built, ("src/A.cs", "// P2B-4.2-1..4"), ("tests/A.cs", "// P2B-4.2-1..5, CONF-6.1.1-1"));

        check.MissingInProduct().ShouldBeEmpty();
        check.MissingInTests().ShouldBeEmpty();
    }

    [Fact]
    public void Only_a_must_is_missed()
    {
        var check = CheckOf(Built, ("src/A.cs", "// P2B-4.2-1, P2B-4.2-4."));

        check.MissingInProduct().Select(requirement => requirement.Id).ShouldBe(["P2B-4.2-2"]);
    }

    [Fact]
    public void A_conformance_test_needs_a_proof_and_no_place_in_the_product()
    {
        var check = CheckOf(Built, ("src/A.cs", "P2B-4.2-1..5"), ("tests/A.cs", "P2B-4.2-1..5"));

        check.MissingInProduct().ShouldBeEmpty();
        check.MissingInTests().Select(requirement => requirement.Id).ShouldBe(["CONF-6.1.1-1"]);
    }

    [Fact]
    public void A_conformance_case_enforces_nothing()
    {
        var check = CheckOf(Built, ("src/Drawbridge.Conformance/A.cs", "P2B-4.2-1..5 CONF-6.1.1-1"));

        check.MissingInProduct().Count.ShouldBe(3);
        check.MissingInTests().Select(requirement => requirement.Id).ShouldNotContain("CONF-6.1.1-1");
    }

    [Fact]
    public void A_mentioned_area_counts_for_none_of_its_rows() =>
        CheckOf(Built, ("src/A.cs", "// P2B-4.2 and P2B-4"), ("tests/A.cs", "// CONF-6.1.1")).MissingInProduct().Count.ShouldBe(3);

    [Fact]
    public void What_is_put_off_may_not_be_cited_by_product_and_tests()
    {
        CheckOf(Built, ("src/A.cs", "SCR-1")).BuiltThoughLater().ShouldBeEmpty();
        CheckOf(Built, ("src/A.cs", "SCR-1"), ("tests/A.cs", "SCR-1")).BuiltThoughLater().ShouldHaveSingleItem().Id.ShouldBe("SCR-1");
    }

    [Fact]
    public void What_is_being_built_may_be_cited_or_not()
    {
        var building = Built.Replace("built", "building", StringComparison.Ordinal);

        CheckOf(building).MissingInProduct().ShouldBeEmpty();
        CheckOf(building, ("src/A.cs", "P2B-4.2-1"), ("tests/A.cs", "P2B-4.2-1")).BuiltThoughLater().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("P2B-4.2-3")]
    [InlineData("P2B-4.9-1")]
    [InlineData("P2B-4.2-1..3")]
    [InlineData("P2B-4.2-4..2")]
    [InlineData("P2B-4.2-1..P2B-4.2-4")]
    [InlineData("DEC-2")]
    public void A_citation_of_what_does_not_exist_is_a_fault(string citation) =>
        new CitationList([("src/A.cs", $"// see {citation}.")], Spec).Faults.ShouldHaveSingleItem().ShouldContain("src/A.cs");

    [Theory]
    [InlineData("DEC-1")]
    [InlineData("WS-Federation")]
    [InlineData("x-SCR-99")]
    [InlineData("P2B-4.2-1...")]
    public void Other_text_is_no_fault(string text) => new CitationList([("src/A.cs", text)], Spec).Faults.ShouldBeEmpty();

    [Theory]
    [InlineData("| `P2B-4.2-9` | built | |", "names nothing")]
    [InlineData("| `P2B-4.2-1` | done | |", "unknown state")]
    [InlineData("| `P2B-4.2-1` | later | |", "no reason")]
    [InlineData("| `SCR-*` | built | |", "same size")]
    public void A_bad_entry_is_a_fault(string entry, string fault) =>
        new AreaList(Built + "\n" + entry, Spec).Faults.ShouldHaveSingleItem().ShouldContain(fault);

    [Fact]
    public void A_requirement_without_an_entry_is_a_fault() =>
        new AreaList("| `SCR-1` | built | |", Spec).Faults.ShouldContain("no entry names P2B-4.2-1");

    [Fact]
    public void The_entry_that_names_the_fewest_decides()
    {
        var areas = new AreaList(Built + "\n| `P2B-4.2-1..2` | building | |\n| `P2B-4.2-2` | documentation | a person does it |", Spec);

        Spec.All.Select(areas.StateOf).ShouldBe(
            [AreaState.Building, AreaState.Documentation, AreaState.Built, AreaState.Built, AreaState.Later, AreaState.Built, AreaState.Built]);
    }

    [Fact]
    public void A_test_proves_what_is_cited_at_its_attribute_and_inside_and_a_helper_proves_nothing()
    {
        const string Text = """
                // P2B-4.2-5 of a helper
                [Fact] // P2B-4.2-1..2
                public async Task First()
                {
                    Check(); // SCR-1
                }

                [Theory] // P2B-4.2-2
                [InlineData("x(")]
                public void Second(string text)
            """;

        var proofs = new ProofList([("tests/SomeTests.cs", Text)], Spec);

        Spec.All.Where(row => proofs.TestsOf(row).Count > 0).ToDictionary(row => row.Id, row => string.Join(' ', proofs.TestsOf(row))).ShouldBe(
            new Dictionary<string, string>
            {
                ["P2B-4.2-1"] = "SomeTests.First",
                ["P2B-4.2-2"] = "SomeTests.First SomeTests.Second",
                ["SCR-1"] = "SomeTests.First",
            },
            ignoreOrder: true);
    }

    private static RequirementCheck CheckOf(string areas, params (string Path, string Text)[] code) =>
        new(Spec, new AreaList(areas, Spec), new CitationList(code, Spec));
}
