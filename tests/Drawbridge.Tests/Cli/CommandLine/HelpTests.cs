using System.CommandLine;
using System.Text;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Tests.Cli.CommandLine;

/// <summary>The help of every command, as it was last agreed to. <c>UPDATE_GOLDEN=1</c> rewrites the file.</summary>
public sealed class HelpTests
{
    private static readonly string Golden = Path.Combine(Architecture.Repository.Root, "tests", "Drawbridge.Tests", "Cli", "CommandLine", "help.txt");

    [Fact]
    public async Task Help_is_what_it_was()
    {
        var help = await HelpOfAllAsync();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(Golden, help, TestContext.Current.CancellationToken);
        }

        help.ShouldBe(await File.ReadAllTextAsync(Golden, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Every_command_and_option_says_what_it_is()
    {
        var root = DrawbridgeCommand.Create(new Terminal(TextWriter.Null, TextWriter.Null));

        AllOf(root).SelectMany(path => path[^1].Options.Select(o => (Symbol)o).Append(path[^1]))
            .Where(symbol => string.IsNullOrEmpty(symbol.Description)).Select(symbol => symbol.Name).ShouldBeEmpty();
    }

    private static async Task<string> HelpOfAllAsync()
    {
        var text = new StringBuilder();
        foreach (var path in AllOf(DrawbridgeCommand.Create(new Terminal(TextWriter.Null, TextWriter.Null))))
        {
            string[] args = [.. path.Skip(1).Select(command => command.Name), "--help"];
            var run = await CommandRun.OfAsync(args);
            run.ExitCode.ShouldBe(ExitCode.Done);
            text.Append("$ drawbridge ").AppendJoin(' ', args).Append('\n').Append(Normalized(run.Output)).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<Command[]> AllOf(Command root) => Walk([root]);

    private static IEnumerable<Command[]> Walk(Command[] path) =>
        path[^1].Subcommands.Where(child => !child.Hidden).SelectMany(child => Walk([.. path, child])).Prepend(path);

    private static string Normalized(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n') + "\n";
}
