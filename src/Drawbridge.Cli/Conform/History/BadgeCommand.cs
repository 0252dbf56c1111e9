using System.CommandLine;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Conformance.Reports.Files;

namespace Drawbridge.Cli.Conform.History;

/// <summary><c>drawbridge conform badge</c>: a run in a few words, as a picture.</summary>
internal static class BadgeCommand
{
    public static Command Create(Terminal terminal)
    {
        var run = new Argument<string>("RUN") { Description = "The run: its identifier, its folder, or 'last'", DefaultValueFactory = static _ => RunArchive.Last };
        var json = new Option<bool>("--json") { Description = "What shields.io draws a badge from, instead of a picture" };
        var output = ConformCommand.Output();
        var command = new CommandWithExamples("badge", "Print a badge of a run as SVG", "conform badge > conformance.svg", "conform badge --json > conformance.json") { run, json, output };
        command.SetAction(result =>
        {
            var found = RunArchive.Find(result.GetRequiredValue(output), result.GetRequiredValue(run)).Run;
            terminal.OutputWriter.Write(result.GetValue(json) ? Badge.Json(found) : Badge.Svg(found));
            return ExitCode.Done;
        });
        return command;
    }
}
