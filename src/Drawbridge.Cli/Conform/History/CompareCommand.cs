using System.CommandLine;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Conformance.Reports.Comparison;
using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;
using Spectre.Console;

namespace Drawbridge.Cli.Conform.History;

/// <summary><c>drawbridge conform compare</c>: what is different between two runs.</summary>
internal static class CompareCommand
{
    public static Command Create(Terminal terminal)
    {
        var before = new Argument<string>("BEFORE") { Description = "The earlier run: its identifier, or its folder" };
        var after = new Argument<string>("AFTER") { Description = "The later one; the newest when it is left out", DefaultValueFactory = static _ => RunArchive.Last };
        var output = ConformCommand.Output();
        var command = new CommandWithExamples(
            "compare", "Say what is different between two runs; exit code 1 when something got worse",
            "conform compare 20260131-120000-3f2a91", "conform compare baseline/run.json last") { before, after, output };
        command.SetAction(result => Run(
            terminal, RunArchive.Find(result.GetRequiredValue(output), result.GetRequiredValue(before)).Run, RunArchive.Find(result.GetRequiredValue(output), result.GetRequiredValue(after)).Run));
        return command;
    }

    private static int Run(Terminal terminal, RunRecord before, RunRecord after)
    {
        var comparison = RunComparison.Of(before, after);
        terminal.Out.WriteLine($"before  {before.Id}  {Words.Tally(before)}");
        terminal.Out.WriteLine($"after   {after.Id}  {Words.Tally(after)}");
        Write(terminal, "red", "newly failing", comparison.NewlyFailing);
        Write(terminal, "green", "fixed", comparison.Fixed);
        Write(terminal, "red", "still failing", comparison.StillFailing);
        Write(terminal, "blue", "new", comparison.Added);
        Write(terminal, "grey", "not there any more", comparison.Vanished);
        Write(terminal, "yellow", "otherwise different", comparison.Otherwise);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(comparison.IsWorse ? "Something got worse." : "Nothing got worse.");
        return comparison.IsWorse ? ExitCode.Failed : ExitCode.Done;
    }

    private static void Write(Terminal terminal, string colour, string heading, IReadOnlyList<CaseChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        terminal.Out.WriteLine();
        terminal.Out.MarkupLineInterpolated($"[{colour}]{heading}[/] ({changes.Count})");
        foreach (var one in changes)
        {
            terminal.Out.WriteLine($"  {one.Id}  {one.Title} ({Word(one.Before)} → {Word(one.After)}, {one.Target})");
        }
    }

    private static string Word(Verdict? verdict) => verdict is { } known ? Words.Of(known) : "not there";
}
