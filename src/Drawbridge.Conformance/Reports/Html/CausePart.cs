using Drawbridge.Conformance.Reports.Records;

namespace Drawbridge.Conformance.Reports.Html;

/// <summary>What to fix first: remedies, each with the cases that it puts right.</summary>
internal static class CausePart
{
    public static Markup Write(RunRecord run, IReadOnlyList<Cause> causes) => causes.Count == 0 ? new Markup() : new Markup()
        .Add($"<section id=\"to-do\"><h2>What to fix first</h2><ol class=\"causes\">")
        .AddAll(causes, cause => $"<li class=\"card\"><h3>{cause.Remedy}</h3><ul>{new Markup().AddAll(cause.Cases, one => Line(run, one))}</ul></li>")
        .Add($"</ol></section>");

    private static FormattableString Line(RunRecord run, CaseRecord one) =>
        $"<li><a href=\"#{CaseList.Anchor(run, one)}\">{one.Title}</a>{(run.Targets.Count == 1 ? null : Markup.Of($" <span class=\"at\">{run.TargetOf(one).Name}</span>"))}<br><span class=\"small\">{Finding(one)}</span></li>";

    private static Markup Finding(CaseRecord one) => one.Expected is null
        ? Markup.Of($"{one.Reason ?? Words.Of(one.Verdict)}")
        : Markup.Of($"expected <em>{one.Expected}</em>, received <em>{one.Received}</em>");
}
