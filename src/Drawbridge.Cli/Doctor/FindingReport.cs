using System.Text.Encodings.Web;
using System.Text.Json;
using Drawbridge.Cli.CommandLine;
using Spectre.Console;

namespace Drawbridge.Cli.Doctor;

/// <summary>Prints findings for a person, or for a program.</summary>
internal sealed class FindingReport(Terminal terminal)
{
    private const int CheckWidth = 18;

    // Nobody puts this into a page: quotes and arrows may stay what they are.
    private static readonly FindingJson Json = new(new JsonSerializerOptions(FindingJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Write(IReadOnlyList<Finding> findings, bool asJson)
    {
        if (asJson)
        {
            var list = new FindingList(Count(findings, Verdict.Fault), Count(findings, Verdict.Warning), findings);
            terminal.OutputWriter.WriteLine(JsonSerializer.Serialize(list, Json.FindingList));
            return;
        }

        foreach (var subject in findings.GroupBy(static finding => finding.Subject, StringComparer.Ordinal))
        {
            terminal.Out.MarkupLineInterpolated($"[bold]{subject.Key}[/]");
            foreach (var finding in subject)
            {
                Write(finding);
            }

            terminal.Out.WriteLine();
        }

        terminal.Out.WriteLine(
            $"{Number(Count(findings, Verdict.Fault), "fault")}, {Number(Count(findings, Verdict.Warning), "warning")}, {Count(findings, Verdict.Ok)} ok");
    }

    private void Write(Finding finding)
    {
        var (colour, word) = finding.Verdict switch
        {
            Verdict.Ok => ("green", "ok     "),
            Verdict.Warning => ("yellow", "warning"),
            _ => ("red", "fault  "),
        };
        var rules = finding.Requirements.Count == 0 ? "" : $" [{string.Join(", ", finding.Requirements)}]";
        terminal.Out.MarkupLine($"  [{colour}]{word}[/] {Markup.Escape($"{finding.Check.PadRight(CheckWidth)} {finding.Message}{rules}")}");
        if (finding.Remedy is { } remedy)
        {
            terminal.Out.WriteLine($"          {new string(' ', CheckWidth)} → {remedy}");
        }
    }

    private static int Count(IReadOnlyList<Finding> findings, Verdict verdict) => findings.Count(finding => finding.Verdict == verdict);

    private static string Number(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
