using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Tests.Cli.CommandLine;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--versoin", "Did you mean '--version'?")]
    [InlineData("--hlep", "Did you mean '--help'?")]
    public async Task What_is_not_known_is_wrong_usage_with_a_suggestion(string typed, string suggestion)
    {
        var run = await CommandRun.OfAsync(typed);

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain($"'{typed}' is not a command or option of 'drawbridge'.");
        run.Error.ShouldContain(suggestion);
    }

    [Fact]
    public async Task Nothing_at_all_shows_help_and_is_wrong_usage()
    {
        var run = await CommandRun.OfAsync();

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        run.Output.ShouldContain("Usage:");
    }

    [Fact]
    public async Task The_version_is_printed_alone()
    {
        var run = await CommandRun.OfAsync("--version");

        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Output.Trim().ShouldMatch(@"^\d+\.\d+\.\d+\S*$");
    }

    [Theory]
    [InlineData("--broker-port", "abc")]
    [InlineData("--broker-port", "65536")]
    [InlineData("--platform-port", "-1")]
    [InlineData("--platform-port")]
    [InlineData("--platform-port", "1", "--platform-port", "2")]
    [InlineData("--broker-port", "8443", "--platform-port", "8443")]
    [InlineData("--data")]
    public async Task A_value_that_cannot_be_is_wrong_usage(params string[] options)
    {
        var run = await CommandRun.OfAsync(["up", .. options]);

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        run.Error.ShouldStartWith("drawbridge: ");
        run.Output.ShouldBeEmpty();
    }
}
