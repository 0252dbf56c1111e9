using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Tests.Cli.CommandLine;

/// <summary>One run of the program inside the test, and what it said.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static Task<CommandRun> OfAsync(params string[] args) => OfAsync(input: "", args);

    public static async Task<CommandRun> OfAsync(string input, string[] args)
    {
        using var reader = new StringReader(input);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await DrawbridgeCommand.RunAsync(args, new Terminal(output, error) { Input = reader }, TestContext.Current.CancellationToken);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
