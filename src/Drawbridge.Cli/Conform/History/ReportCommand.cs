using System.CommandLine;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Conformance.Reports.Files;
using Drawbridge.Conformance.Reports.Html;
using Spectre.Console;

namespace Drawbridge.Cli.Conform.History;

/// <summary><c>drawbridge conform report</c>: the reports of a run, made again from its <c>run.json</c>.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal)
    {
        var run = new Argument<string>("RUN") { Description = "The run: its identifier, its folder, its run.json, or 'last'", DefaultValueFactory = static _ => RunArchive.Last };
        var output = ConformCommand.Output();
        var command = new CommandWithExamples(
            "report", "Write the reports of an earlier run again, as this version writes them", "conform report last", "conform report downloaded/run.json") { run, output };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (record, folder) = RunArchive.Find(result.GetRequiredValue(output), result.GetRequiredValue(run));
            await RunFolder.WriteAsync(RunFolder.WithPictures(record, folder), folder, cancellationToken);
            terminal.Out.WriteLine(Path.Combine(folder, HtmlReport.FileName));
            return ExitCode.Done;
        });
        return command;
    }
}
