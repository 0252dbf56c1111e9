using System.Text.RegularExpressions;
using Drawbridge.Conformance.Reports.Html;

namespace Drawbridge.Tests.Conformance.Reports;

/// <summary>The report that people read.</summary>
public sealed partial class HtmlReportTests
{
    private static readonly string Report = HtmlReport.Write(ExampleRun.Record(), step => step.Png);

    [Fact]
    public void The_verdict_comes_first_in_words() => Report.ShouldContain("<h1>Example Markets does not conform yet.</h1>");

    [Fact]
    public void Cases_with_the_same_remedy_are_told_together()
    {
        var causes = Report[Report.IndexOf("id=\"to-do\"", StringComparison.Ordinal)..Report.IndexOf("id=\"coverage\"", StringComparison.Ordinal)];

        Regex.Count(causes, "Delete the OT token").ShouldBe(1);
        causes.ShouldContain("href=\"#api/6.1.2/used-twice\"");
        causes.ShouldContain("href=\"#api/6.1.2/race\"");
    }

    [Fact]
    public void Every_link_inside_leads_somewhere()
    {
        var anchors = Anchor().Matches(Report).Select(match => match.Groups["id"].Value).ToList();

        anchors.ShouldBeUnique();
        Inside().Matches(Report).Select(match => match.Groups["id"].Value).Distinct().Except(anchors).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_loaded_from_anywhere() => Outside().Matches(Report).Select(match => match.Value).ShouldBeEmpty();

    [Fact]
    public void What_a_target_answers_stays_text()
    {
        Report.ShouldNotContain("<script>alert", Case.Sensitive);
        Report.ShouldNotContain("<img src=x", Case.Sensitive);
        Report.ShouldContain("&lt;script&gt;alert", Case.Sensitive);
    }

    [Fact]
    public void Requirements_are_told_in_the_words_of_the_protocol() => Report.ShouldContain("<code>code</code> unknown or already used");

    [Fact]
    public void The_picture_of_a_warning_is_in_the_report() => Report.ShouldContain("src=\"data:image/png;base64,iVBOR");

    [Fact]
    public void Masked_values_keep_their_labels() => Report.ShouldContain("<span class=\"secret\">OT token 1</span>");

    [GeneratedRegex(" id=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Anchor();

    [GeneratedRegex("href=\"#(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inside();

    /// <summary>Links that a person follows are fine; what a browser follows by itself is not.</summary>
    [GeneratedRegex("(<link\\b[^>]*>|\\bsrc=\"(?!data:)[^\"]*\"|url\\([^)]*\\)|@import[^;]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Outside();
}
