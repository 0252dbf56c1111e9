using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Html;

/// <summary>All cases, by target and area, with what chooses among them.</summary>
/// <param name="run">The run.</param>
/// <param name="picture">The bytes of a picture; null when there is none any more.</param>
internal sealed class CaseList(RunRecord run, Func<StepRecord, ReadOnlyMemory<byte>?> picture)
{
    public static IEnumerable<(string Anchor, string Name, IReadOnlyList<CaseRecord> Cases)> Groups(RunRecord run) =>
        run.Cases.GroupBy(static one => (one.Target, one.Area))
            .Select(group => (
                $"area-{group.Key.Target}-{group.Key.Area}",
                run.Targets.Count == 1 ? group.Key.Area : $"{run.Targets.First(target => target.Key == group.Key.Target).Name}: {group.Key.Area}",
                (IReadOnlyList<CaseRecord>)[.. group]));

    /// <summary>Stays the same in every run, so that links to a case can be kept.</summary>
    public static string Anchor(RunRecord run, CaseRecord one) => run.Targets.Count == 1 ? one.Id : $"{one.Target}/{one.Id}";

    public Markup Write()
    {
        var markup = new Markup().Add($"<section id=\"cases\"><h2>Cases</h2>{Filter()}");
        foreach (var (anchor, name, cases) in Groups(run))
        {
            markup.Add($"<section class=\"area\" id=\"{anchor}\"><h3>{name} <span class=\"count\">{cases.Count}</span></h3>");
            foreach (var one in cases)
            {
                markup.Add($"{Write(one)}");
            }

            markup.Add($"</section>");
        }

        return markup.Add($"<p class=\"none\" hidden>No case is like that.</p></section>");
    }

    private Markup Filter() => new Markup()
        .Add($"<form class=\"filter\" hidden role=\"search\" aria-label=\"Choose cases\"><label class=\"search\"><span>Search</span><input type=\"search\" placeholder=\"identifier, words, requirement\"></label><fieldset><legend class=\"hidden\">Verdict</legend>")
        .AddAll(
            SummaryPart.Order.Where(verdict => run.Count(verdict) > 0),
            verdict => $"<label class=\"chip\"><input type=\"checkbox\" value=\"{Words.CamelCase(verdict)}\"><span class=\"{Words.CamelCase(verdict)}\">{Words.Of(verdict)} {run.Count(verdict)}</span></label>")
        .Add($"</fieldset><p class=\"shown small\" role=\"status\"></p></form>");

    private Markup Write(CaseRecord one)
    {
        var anchor = Anchor(run, one);
        return new Markup()
            .Add($"<details class=\"case\" id=\"{anchor}\" data-verdict=\"{Words.CamelCase(one.Verdict)}\" data-text=\"{SearchText(one)}\"><summary><span class=\"badge {Words.CamelCase(one.Verdict)}\">{Words.Of(one.Verdict)}</span><span class=\"what\"><span class=\"title\">{one.Title}</span><code>{one.Id}</code></span><span class=\"took\">{(one.Verdict.Ran() ? Words.Duration(one.DurationSeconds) : "")}</span></summary><div class=\"inside\">")
            .Add($"{Outcome(one)}")
            .Add($"<ul class=\"asked\">")
            .AddAll(one.Requirements, static requirement => $"<li><a href=\"#{RequirementPart.Anchor(requirement.Id)}\"><code>{requirement.Id}</code></a> <span class=\"level\">{Words.Of(requirement.Level)}{(requirement.Basis == Cases.Basis.Inferred ? ", inferred" : "")}</span> {RequirementPart.Text(requirement.Id)}</li>")
            .Add($"</ul>{StepPart.Write(one, picture)}<p class=\"small\"><a href=\"#{anchor}\">Link to this case</a></p></div></details>");
    }

    private static Markup Outcome(CaseRecord one)
    {
        var markup = new Markup();
        if (one.Expected is not null)
        {
            markup.Add($"<dl class=\"compare\"><div class=\"expected\"><dt>Expected</dt><dd>{one.Expected}</dd></div><div class=\"received\"><dt>Received</dt><dd>{one.Received}</dd></div></dl>");
        }

        if (one.Reason is not null)
        {
            markup.Add($"<p class=\"reason\">{one.Reason}</p>");
        }

        return one.Remedy is null ? markup : markup.Add($"<p class=\"remedy\"><strong>What to do:</strong> {one.Remedy}</p>");
    }

    private string SearchText(CaseRecord one) =>
        string.Join(' ', [one.Id, one.Title, run.TargetOf(one).Name, .. one.Requirements.Select(static requirement => requirement.Id), one.Expected, one.Received, one.Reason]).ToLowerInvariant();
}
