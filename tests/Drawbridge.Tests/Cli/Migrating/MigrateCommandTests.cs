using Drawbridge.Cli.CommandLine;
using Drawbridge.Tests.Cli.CommandLine;

namespace Drawbridge.Tests.Cli.Migrating;

public sealed class MigrateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => $"sqlite:{_folder["some.db"]}";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("broker")]
    [InlineData("platform")]
    public async Task A_schema_is_brought_up_to_date_once(string component)
    {
        string[] migrate = ["migrate", "--database", Database, "--component", component];

        (await CommandRun.OfAsync([.. migrate, "--status"])).ExitCode.ShouldBe(ExitCode.Failed);
        var first = await CommandRun.OfAsync(migrate);
        var second = await CommandRun.OfAsync(migrate);

        first.ExitCode.ShouldBe(ExitCode.Done);
        first.Output.ShouldContain($"applied {component} 0001_");
        second.ExitCode.ShouldBe(ExitCode.Done);
        second.Output.ShouldNotContain("applied");
        (await CommandRun.OfAsync([.. migrate, "--status"])).ExitCode.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public async Task The_sides_that_a_file_configures_are_migrated()
    {
        File.WriteAllText(
            _folder["both.json"],
            $$"""{ "Drawbridge": { "Database": "{{Database}}", "Platform": { "Database": "sqlite:{{_folder["other.db"]}}" } } }""");

        var run = await CommandRun.OfAsync("migrate", "--config", _folder["both.json"]);

        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("applied broker 0001_");
        run.Output.ShouldContain("applied platform 0001_");
    }

    [Theory]
    [InlineData()]
    [InlineData("--database", "sqlite:x.db")]
    [InlineData("--database", "x", "--component", "broker")]
    [InlineData("--database", "sqlite:x.db", "--component", "other")]
    [InlineData("--database", "sqlite:x.db", "--config", "x.json")]
    public async Task What_does_not_say_which_database_is_wrong_usage(params string[] options) =>
        (await CommandRun.OfAsync(["migrate", .. options])).ExitCode.ShouldBe(ExitCode.Wrong);

    [Fact]
    public async Task A_database_that_does_not_answer_is_a_failure_told_without_the_password()
    {
        var run = await CommandRun.OfAsync("migrate", "--database", "postgres://somebody:hush@127.0.0.1:1/none", "--component", "broker");

        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Error.ShouldContain("the database at 127.0.0.1:1/none cannot be used");
        run.Error.ShouldNotContain("hush");
    }
}
