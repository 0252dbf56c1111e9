using System.Globalization;
using Drawbridge.Conformance.Reports.Records;

namespace Drawbridge.Conformance.Reports.Html;

/// <summary>A run as one html file: the verdict, what to fix first, which requirements are met, then every case with what was sent and what came back.</summary>
public static class HtmlReport
{
    public const string FileName = "report.html";

    /// <param name="run">The run.</param>
    /// <param name="picture">The bytes of a picture by its name in the run; null when there is none any more.</param>
    public static string Write(RunRecord run, Func<StepRecord, ReadOnlyMemory<byte>?> picture)
    {
        var names = string.Join(", ", run.Targets.Select(static target => target.Name));
        var causes = Cause.Of(run);
        var body = new Markup()
            .Add($"{SummaryPart.Write(run)}")
            .Add($"{CausePart.Write(run, causes)}")
            .Add($"{RequirementPart.WriteCoverage(run)}")
            .Add($"{new CaseList(run, picture).Write()}")
            .Add($"{RequirementPart.WriteTexts(run)}")
            .Add($"<footer>Drawbridge {run.Version} wrote this from run {run.Id}. Secrets are masked: equal labels stand for equal values. cTrader is a trademark of its vendor; this is no certificate of that vendor.</footer>");
        return Page.Write($"Conformance of {names}", Sections(run, causes), body);
    }

    private static IEnumerable<(string Link, string Name, string? Count)> Sections(RunRecord run, IReadOnlyList<Cause> causes)
    {
        yield return ("#summary", "Summary", null);
        if (causes.Count > 0)
        {
            yield return ("#to-do", "What to fix first", Number(causes.Count));
        }

        yield return ("#coverage", "Requirements", Number(run.Cases.SelectMany(static one => one.Requirements).DistinctBy(static one => one.Id).Count()));
        yield return ("#cases", "Cases", Number(run.Cases.Count));
        foreach (var group in CaseList.Groups(run))
        {
            yield return ($"#{group.Anchor}", group.Name, Number(group.Cases.Count));
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
