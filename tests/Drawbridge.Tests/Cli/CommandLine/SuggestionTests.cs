using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Tests.Cli.CommandLine;

public sealed class SuggestionTests
{
    private static readonly string[] Names = ["up", "broker", "platform", "migrate", "trust"];

    [Theory]
    [InlineData("upp", "up")]
    [InlineData("borker", "broker")]
    [InlineData("Platfrom", "platform")]
    [InlineData("migr", "migrate")]
    [InlineData("turst", "trust")]
    public void A_near_miss_is_recognised(string typed, string meant) => Suggestion.For(typed, Names).ShouldBe(meant);

    [Theory]
    [InlineData("serve")]
    [InlineData("x")]
    public void Something_else_is_not_guessed_at(string typed) => Suggestion.For(typed, Names).ShouldBeNull();
}
