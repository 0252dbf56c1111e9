using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Html;

/// <summary>The verdict in words, how many cases ended how, and what was looked at.</summary>
internal static class SummaryPart
{
    /// <summary>In the order in which they are told.</summary>
    public static readonly Verdict[] Order =
    [
        Verdict.Failed, Verdict.UnexpectedPass, Verdict.Misconfigured, Verdict.Warning, Verdict.NeedsPerson, Verdict.Passed, Verdict.ExpectedFailure, Verdict.Skipped, Verdict.Disabled,
    ];

    public static Markup Write(RunRecord run)
    {
        var what = run.Targets.Count == 1 ? run.Targets[0].Name : "What was looked at";
        var counts = Order.Select(verdict => (Verdict: verdict, Count: run.Count(verdict))).Where(static one => one.Count > 0 || one.Verdict is Verdict.Passed or Verdict.Failed).ToList();
        return new Markup()
            .Add($"<section id=\"summary\" class=\"verdict {Words.CamelCase(run.Outcome)}\"><p class=\"eyebrow\">Conformance of {string.Join(", ", run.Targets.Select(static target => target.Name))}</p>")
            .Add($"<h1>{Words.Of(run.Outcome, what)}</h1>")
            .Add($"<p class=\"lead\">{Sentence(run)}</p>")
            .Add($"<div class=\"meter\" role=\"img\" aria-label=\"{Words.Tally(run)}\">{new Markup().AddAll(counts.Where(static one => one.Count > 0), static one => $"<span class=\"{Words.CamelCase(one.Verdict)}\" style=\"flex-grow:{one.Count}\"></span>")}</div>")
            .Add($"<dl class=\"tiles\">{new Markup().AddAll(counts, static one => $"<div class=\"{(one.Count > 0 ? Words.CamelCase(one.Verdict) : "none")}\"><dt>{Words.Of(one.Verdict)}</dt><dd>{one.Count}</dd></div>")}</dl></section>")
            .Add($"<div class=\"card facts stack\"><table><caption class=\"hidden\">What was looked at</caption><thead><tr><th scope=\"col\">Target</th><th scope=\"col\">Side</th><th scope=\"col\">Address</th><th scope=\"col\">Broker</th></tr></thead><tbody>")
            .AddAll(run.Targets, static target => $"<tr><th scope=\"row\">{target.Name}</th><td data-label=\"Side\">{Words.Of(target.Side)}</td><td data-label=\"Address\"><code>{target.Url}</code></td><td data-label=\"Broker\">{(target.BrokerName is null ? null : Markup.Of($"<code>{target.BrokerName}</code> of <code>{target.BrokerCrmName}</code>"))}</td></tr>")
            .Add($"</tbody></table><p class=\"small\">Run {run.Id}, {run.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, took {Words.Duration(run.DurationSeconds)}{(run.Strict ? "; strict: inferred requirements count as published ones do" : "")}.</p></div>");
    }

    private static string Sentence(RunRecord run)
    {
        var ran = run.Count(static verdict => verdict.Ran());
        var failed = run.Count(static verdict => verdict.Fails());
        var text = failed > 0
            ? $"{Words.Count(failed, "case")} of {ran} that were run {(failed == 1 ? "fails" : "fail")}."
            : $"{run.Count(Verdict.Passed)} of {Words.Count(ran, "case")} that were run passed.";
        return (run.Interrupted ? "The run was ended early. " : "") + text + (Words.Rest(run) is { } rest ? $" Also: {rest}." : "")
            + (run.Count(Verdict.Skipped) is > 0 and var skipped ? $" {Words.Count(skipped, "case is", "cases are")} about what the target does not offer." : "");
    }
}
