using Drawbridge.Conformance.Reports.Comparison;
using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Html;

/// <summary>Pages about several runs.</summary>
public static class HistoryPages
{
    /// <summary>All runs, the newest first, each with its report and a way to compare it.</summary>
    public static string List(IReadOnlyList<RunRecord> runs)
    {
        var body = new Markup().Add($"<h1>Runs</h1>");
        if (runs.Count == 0)
        {
            body.Add($"<p class=\"lead\">There is none yet. <code>drawbridge conform run --plan FILE</code> makes one; it is here as soon as it has ended.</p>");
            return Page.Write("Conformance runs", [], body);
        }

        body.Add($"<form class=\"runs\" action=\"/compare\"><div class=\"card stack\"><table><thead><tr><th scope=\"col\">Run</th><th scope=\"col\">Target</th><th scope=\"col\">Result</th><th scope=\"col\">Before</th><th scope=\"col\">After</th></tr></thead><tbody>");
        foreach (var (index, run) in runs.Index())
        {
            body.Add($"<tr><th scope=\"row\"><a href=\"/runs/{run.Id}/\">{run.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC</a><br><span class=\"small\">{run.Id}</span></th><td data-label=\"Target\">{string.Join(", ", run.Targets.Select(static target => target.Name))}</td><td data-label=\"Result\"><span class=\"badge {Class(run)}\">{Result(run)}</span><br><span class=\"small\">{Words.Tally(run)}</span></td>")
                .Add($"<td data-label=\"Before\">{Choice("before", run, index == 1 || runs.Count == 1)}</td><td data-label=\"After\">{Choice("after", run, index == 0)}</td></tr>");
        }

        body.Add($"</tbody></table></div><p><button type=\"submit\" class=\"button\">Compare the two</button></p></form>");
        return Page.Write("Conformance runs", [("/", "Runs", runs.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))], body);
    }

    /// <summary>What is different between two runs.</summary>
    public static string Compare(RunComparison comparison)
    {
        var body = new Markup()
            .Add($"<section class=\"verdict {(comparison.IsWorse ? "failed" : "passed")}\"><p class=\"eyebrow\">Comparison</p><h1>{(comparison.IsWorse ? "Something got worse." : "Nothing got worse.")}</h1>")
            .Add($"<p class=\"lead\">Before: <a href=\"/runs/{comparison.Before.Id}/\">{comparison.Before.Id}</a>, {Words.Tally(comparison.Before)}.<br>After: <a href=\"/runs/{comparison.After.Id}/\">{comparison.After.Id}</a>, {Words.Tally(comparison.After)}.</p></section>");
        (string Anchor, string Heading, IReadOnlyList<CaseChange> Changes)[] parts =
        [
            ("newly-failing", "Newly failing", comparison.NewlyFailing), ("fixed", "Fixed", comparison.Fixed), ("still-failing", "Still failing", comparison.StillFailing),
            ("new", "New", comparison.Added), ("gone", "Not there any more", comparison.Vanished), ("otherwise", "Otherwise different", comparison.Otherwise),
        ];
        var told = parts.Where(static part => part.Changes.Count > 0).ToList();
        foreach (var (anchor, heading, changes) in told)
        {
            body.Add($"<section id=\"{anchor}\"><h2>{heading} <span class=\"count\">{changes.Count}</span></h2><div class=\"card stack\"><table><thead><tr><th scope=\"col\">Case</th><th scope=\"col\">Before</th><th scope=\"col\">After</th></tr></thead><tbody>")
                .AddAll(changes, one => $"<tr><th scope=\"row\">{Link(comparison, one)}<br><code class=\"small\">{one.Id}</code></th><td data-label=\"Before\">{Word(one.Before)}</td><td data-label=\"After\">{Word(one.After)}</td></tr>")
                .Add($"</tbody></table></div></section>");
        }

        if (told.Count == 0)
        {
            body.Add($"<p>Both runs say the same of every case.</p>");
        }

        return Page.Write("Comparison of two runs", [("/", "Runs", null), .. told.Select(static part => ($"#{part.Anchor}", part.Heading, (string?)part.Changes.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)))], body);
    }

    private static Markup Link(RunComparison comparison, CaseChange change)
    {
        var run = change.After is null ? comparison.Before : comparison.After;
        var one = run.Cases.First(one => one.Id == change.Id && run.TargetOf(one).Name == change.Target);
        return Markup.Of($"<a href=\"/runs/{run.Id}/#{CaseList.Anchor(run, one)}\">{change.Title}</a>");
    }

    private static Markup Choice(string name, RunRecord run, bool isChosen) =>
        Markup.Of($"<input type=\"radio\" name=\"{name}\" value=\"{run.Id}\" aria-label=\"{name}: {run.Id}\"{Markup.Trusted(isChosen ? " checked" : "")}>");

    private static Markup Word(Verdict? verdict) => verdict is { } known ? Markup.Of($"<span class=\"badge {Words.CamelCase(known)}\">{Words.Of(known)}</span>") : Markup.Of($"<span class=\"small\">not there</span>");

    private static string Class(RunRecord run) => run.Outcome switch { RunOutcome.Passed => "passed", RunOutcome.Failed => "failed", _ => "warning" };

    private static string Result(RunRecord run) => run.Outcome switch { RunOutcome.Passed => "conforms", RunOutcome.Failed => "does not conform", RunOutcome.Misconfigured => "not set up", _ => "incomplete" };
}
