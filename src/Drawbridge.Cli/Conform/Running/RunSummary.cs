using Drawbridge.Cli.CommandLine;
using Drawbridge.Conformance.Reports.Bundles;
using Drawbridge.Conformance.Reports.Files;
using Drawbridge.Conformance.Reports.Html;
using Drawbridge.Conformance.Reports.Records;
using Spectre.Console;

namespace Drawbridge.Cli.Conform.Running;

/// <summary>Tells at the end what came of a run: what to do, where the reports are, and how many passed.</summary>
internal sealed class RunSummary(Terminal terminal)
{
    private const int MostCases = 12;

    public static int ExitCodeOf(RunRecord run) => run.Outcome switch
    {
        RunOutcome.Passed => ExitCode.Done,
        RunOutcome.Misconfigured => ExitCode.Wrong,
        _ => ExitCode.Failed,
    };

    /// <param name="run">The run.</param>
    /// <param name="folder">Where its reports are.</param>
    /// <param name="fingerprint">Of the key that the evidence is signed with.</param>
    /// <param name="asJson">For a program.</param>
    public void Write(RunRecord run, string folder, string fingerprint, bool asJson)
    {
        if (asJson)
        {
            terminal.OutputWriter.Write(RunJson.Write(run));
            return;
        }

        foreach (var cause in Cause.Of(run))
        {
            Write(run, cause);
        }

        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"Report:  {Path.Combine(folder, HtmlReport.FileName)}");
        terminal.Out.WriteLine($"         beside it {RunFolder.Markdown}, {RunFolder.JUnit}, {RunJson.FileName}, {RunFolder.Har}, and all of it signed in {Bundle.FileName}");
        terminal.Out.WriteLine($"         signed with key {fingerprint}");
        if (run.Interrupted)
        {
            terminal.Out.WriteLine("Ended early: what had been found so far is in the reports.");
        }

        if (Words.Rest(run) is { } rest)
        {
            terminal.Out.WriteLine($"also: {rest}");
        }

        terminal.Out.WriteLine(Words.Tally(run));
    }

    private void Write(RunRecord run, Cause cause)
    {
        terminal.Out.WriteLine();
        foreach (var one in cause.Cases.Take(MostCases))
        {
            var where = run.Targets.Count == 1 ? "" : $" at {run.TargetOf(one).Name}";
            terminal.Out.MarkupLineInterpolated($"[{RunProgress.Colour(one.Verdict)}]{Words.Of(one.Verdict)}[/] [bold]{one.Id}[/]{where}");
            terminal.Out.WriteLine($"  {one.Title} ({one.Requirements[0].Id})");
            if (one.Expected is not null)
            {
                terminal.Out.WriteLine($"  expected {one.Expected}");
                terminal.Out.WriteLine($"  received {one.Received}");
            }
            else if (one.Reason is not null)
            {
                terminal.Out.WriteLine($"  {one.Reason}");
            }
        }

        if (cause.Cases.Count > MostCases)
        {
            terminal.Out.WriteLine($"  and {Words.Count(cause.Cases.Count - MostCases, "more case")} for the same reason");
        }

        terminal.Out.WriteLine($"  → {cause.Remedy}");
    }
}
