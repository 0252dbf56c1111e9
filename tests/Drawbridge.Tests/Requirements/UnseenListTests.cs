namespace Drawbridge.Tests.Requirements;

/// <summary>The reader of the list itself, on a specification of a few rows.</summary>
public sealed class UnseenListTests
{
    private const string Rows = """
        | P2B-4.2-1 | MUST | One. | ours |
        | P2B-4.2-2 | MUST | Two. | ours |
        | P2B-4.2-3 | SHOULD | Three. | ours |
        | P2B-4.2-4 | MUST | Four. | ours |
        | SCR-1 | MUST | A screen. | ours |
        """;

    [Fact]
    public void A_list_that_says_why_for_all_others_has_no_faults() =>
        Read("| `P2B-4.2-1..4` | it cannot be seen |", "SCR-1").ShouldBeEmpty();

    [Theory]
    [InlineData("| `P2B-4.2-1..2` | it cannot be seen |", "P2B-4.2-4 has neither a case nor a reason why not")]
    [InlineData("| `P2B-4.2-1..4` | it cannot be seen |\n| `SCR-1` | nor this |", "SCR-1 has a case and stands in the list")]
    [InlineData("| `P2B-4.2-1..4` | it cannot be seen |\n| `SCR-2` | nor this |", "SCR-2 does not exist")]
    [InlineData("| `P2B-4.2-1..4` | it cannot be seen |\n| `SCR-1..3` | nor these |", "SCR-1..3 does not exist")]
    [InlineData("| `P2B-4.2-1..4` | |", "P2B-4.2-1 stands in the list without a reason")]
    [InlineData("| `P2B-4.2-1..4` | it cannot be seen |\n| `P2B-4.2-2` | nor this |", "P2B-4.2-2 stands in the list twice")]
    [InlineData("| `P2B-4.2-1..4` | it cannot be seen |\n| `P2B-4.2-3` | nor this |", "P2B-4.2-3 is no MUST")]
    public void What_is_wrong_with_a_list_is_told(string text, string fault) => Read(text, "SCR-1").ShouldHaveSingleItem().ShouldBe(fault);

    private static List<string> Read(string text, params string[] seen) =>
        new UnseenList(text, new Specification([("a.md", Rows)]), seen.ToHashSet(StringComparer.Ordinal)).Faults;
}
