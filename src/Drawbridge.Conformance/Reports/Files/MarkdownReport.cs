using System.Globalization;
using System.Text;
using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Files;

/// <summary>A run as a page of Markdown, short enough for the summary of a CI job: the verdict, what to fix first, what else there is.</summary>
internal static class MarkdownReport
{
    private const int MostCases = 40;

    public static string Write(RunRecord run)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Conformance of {Escape(string.Join(", ", run.Targets.Select(static target => target.Name)))}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"**{Escape(Words.Of(run.Outcome, run.Targets.Count == 1 ? run.Targets[0].Name : "What was looked at"))}** {Words.Tally(run)}");
        text.Append(Words.Rest(run) is { } rest ? $"; {rest}.\n\n" : ".\n\n");
        WriteTargets(text, run);
        WriteToDo(text, run);
        WriteList(text, "Could not be looked at", run, Verdict.Misconfigured);
        WriteList(text, "Warnings", run, Verdict.Warning);
        WriteList(text, "A person has to look", run, Verdict.NeedsPerson);
        WriteList(text, "Fails as expected", run, Verdict.ExpectedFailure);
        WriteAreas(text, run);
        text.Append(CultureInfo.InvariantCulture, $"Run {run.Id}, {run.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {Words.Duration(run.DurationSeconds)}, Drawbridge {run.Version}{(run.Strict ? ", strict" : "")}.\n");
        return text.ToString();
    }

    private static void WriteTargets(StringBuilder text, RunRecord run)
    {
        text.Append("| looked at | side | address | broker |\n| --- | --- | --- | --- |\n");
        foreach (var target in run.Targets)
        {
            var broker = target.BrokerName is null ? "" : $"`{target.BrokerName}` of `{target.BrokerCrmName}`";
            text.Append(CultureInfo.InvariantCulture, $"| {Escape(target.Name)} | {Words.Of(target.Side)} | {target.Url} | {broker} |\n");
        }

        text.Append('\n');
    }

    private static void WriteToDo(StringBuilder text, RunRecord run)
    {
        var causes = Cause.Of(run);
        if (causes.Count == 0)
        {
            return;
        }

        text.Append("## What to fix first\n\n");
        foreach (var (index, cause) in causes.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"{index + 1}. **{Escape(cause.Remedy)}** ({Words.Count(cause.Cases.Count, "case")})\n");
            foreach (var one in cause.Cases.Take(MostCases))
            {
                text.Append(CultureInfo.InvariantCulture, $"   - `{one.Id}` {Escape(one.Title)}{Where(run, one)}: {Escape(Finding(one))}\n");
            }
        }

        text.Append('\n');
    }

    private static void WriteList(StringBuilder text, string heading, RunRecord run, Verdict verdict)
    {
        var cases = run.Cases.Where(one => one.Verdict == verdict).ToList();
        if (cases.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"## {heading}\n\n");
        foreach (var one in cases.Take(MostCases))
        {
            text.Append(CultureInfo.InvariantCulture, $"- `{one.Id}` {Escape(one.Title)}{Where(run, one)}: {Escape(Finding(one))}\n");
        }

        if (cases.Count > MostCases)
        {
            text.Append(CultureInfo.InvariantCulture, $"- and {cases.Count - MostCases} more\n");
        }

        text.Append('\n');
    }

    private static void WriteAreas(StringBuilder text, RunRecord run)
    {
        text.Append("## By area\n\n| area | passed | failed | warnings | skipped | other |\n| --- | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var area in run.Cases.GroupBy(static one => one.Area, StringComparer.Ordinal))
        {
            var (passed, failed, warnings, skipped) = (
                area.Count(static one => one.Verdict == Verdict.Passed), area.Count(static one => one.Verdict.Fails()), area.Count(static one => one.Verdict == Verdict.Warning), area.Count(static one => !one.Verdict.Ran()));
            text.Append(CultureInfo.InvariantCulture, $"| {area.Key} | {passed} | {failed} | {warnings} | {skipped} | {area.Count() - passed - failed - warnings - skipped} |\n");
        }

        text.Append('\n');
    }

    private static string Finding(CaseRecord one) => one.Expected is null ? one.Reason ?? Words.Of(one.Verdict) : $"expected {one.Expected}, received {one.Received}";

    private static string Where(RunRecord run, CaseRecord one) => run.Targets.Count == 1 ? "" : $" ({Escape(run.TargetOf(one).Name)})";

    /// <summary>What comes from a target must not become a link, an image or html.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var one in text)
        {
            escaped.Append(one switch
            {
                '\n' or '\r' => " ",
                '<' => "&lt;",
                '>' => "&gt;",
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '!' => $"\\{one}",
                _ => one,
            });
        }

        return escaped.ToString();
    }
}
