using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Reports.Protocol;
using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Html;

/// <summary>Which requirements were looked at, whether they are met, and their words.</summary>
internal static class RequirementPart
{
    /// <summary>Longer tables stand folded, so that the cases are not far away.</summary>
    private const int Few = 12;

    private enum State
    {
        Met,
        Broken,
        Open,
    }

    public static Markup WriteCoverage(RunRecord run) => new Markup()
        .Add($"<section id=\"coverage\"><h2>Requirements</h2><p>What the cases of this run look at, by the chapters of the protocol. A requirement is not met when a case that is about it failed; it is open when no case about it could be run.</p>{Totals(run)}<details class=\"more\"{Markup.Trusted(Judged(run).Select(static one => Chapter(one.Id)).Distinct(StringComparer.Ordinal).Count() <= Few ? " open" : "")}><summary>By chapter</summary><div class=\"card\"><table class=\"numbers\"><thead><tr><th scope=\"col\">Chapter</th><th scope=\"col\">Looked at</th><th scope=\"col\">Met</th><th scope=\"col\">Not met</th><th scope=\"col\">Open</th></tr></thead><tbody>")
        .AddAll(
            Judged(run).GroupBy(static one => Chapter(one.Id), StringComparer.Ordinal).OrderBy(static chapter => chapter.Key, StringComparer.Ordinal),
            static chapter => $"<tr><th scope=\"row\">{chapter.Key}</th><td>{chapter.Count()}</td><td>{Count(chapter, State.Met)}</td><td class=\"{(chapter.Any(static one => one.State == State.Broken) ? "bad" : "")}\">{Count(chapter, State.Broken)}</td><td>{Count(chapter, State.Open)}</td></tr>")
        .Add($"</tbody></table></div></details></section>");

    private static Markup Totals(RunRecord run)
    {
        var all = Judged(run).ToList();
        return Markup.Of($"<p>{Words.Count(all.Count, "requirement")}: {Count(all, State.Met)} met, {Count(all, State.Broken)} not met, {Count(all, State.Open)} open.</p>");
    }

    public static Markup WriteTexts(RunRecord run) => new Markup()
        .Add($"<section id=\"requirement-texts\"><h2>What the requirements say</h2><p>The words of <code>docs/protocol</code>, for each requirement that a case of this run looks at.</p><dl class=\"requirements card\">")
        .AddAll(
            Judged(run).OrderBy(static one => one.Id, StringComparer.Ordinal),
            one => $"<div id=\"{Anchor(one.Id)}\"><dt><code>{one.Id}</code> <span class=\"level\">{Words.Of(one.Level)}</span></dt><dd>{Text(one.Id)}</dd></div>")
        .Add($"</dl></section>");

    public static string Anchor(string id) => $"requirement-{id}";

    /// <summary>The words, with what stands between back-ticks as code.</summary>
    public static Markup Text(string id)
    {
        if (ProtocolText.Find(id) is not { } row)
        {
            return new Markup();
        }

        var text = new Markup();
        foreach (var (index, part) in row.Statement.Split('`').Index())
        {
            text.Add(index % 2 == 1 ? (FormattableString)$"<code>{part}</code>" : $"{part}");
        }

        return text;
    }

    private static IEnumerable<(string Id, Level Level, State State)> Judged(RunRecord run) =>
        from pair in run.Cases.SelectMany(static one => one.Requirements.Select(requirement => (Case: one, Requirement: requirement)))
        group pair by pair.Requirement.Id into cases
        select (cases.Key, cases.First().Requirement.Level,
            cases.Any(static one => one.Case.Verdict is Verdict.Failed or Verdict.Warning or Verdict.ExpectedFailure && one.Case.Requirements[0].Id == one.Requirement.Id) ? State.Broken
            : cases.Any(static one => one.Case.Verdict is Verdict.Passed or Verdict.UnexpectedPass) ? State.Met
            : State.Open);

    private static int Count(IEnumerable<(string Id, Level Level, State State)> requirements, State state) => requirements.Count(one => one.State == state);

    private static string Chapter(string id) => id[..id.LastIndexOf('-')];
}
