using System.Globalization;
using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Partners.Reports;
using Drawbridge.Broker.Partners.Reports.View;
using Drawbridge.Broker.Screens.Texts;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Tests.Partners;

/// <summary>Charts and files of reports.</summary>
public sealed class ReportChartTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30 123", "'+49 30 123")]
    [InlineData("-cmd", "'-cmd")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("-12.50", "-12.50")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("=\"x\"", "\"'=\"\"x\"\"\"")]
    [InlineData("", "")]
    [InlineData("May", "May")]
    public void A_cell_is_never_a_formula(string text, string cell) => CsvResult.Cell(text).ShouldBe(cell);

    [Fact]
    public void Bars_stand_on_one_line_and_what_there_is_can_be_seen()
    {
        var chart = Chart(0, 1000, 1, -500);

        var bars = Enumerable.Range(0, 4).Select(chart.BarOf).ToList();

        bars[0].Height.ShouldBe("0");
        (Number(bars[1].Y) + Number(bars[1].Height)).ShouldBe(Number(chart.Baseline), 0.05m);
        Number(bars[2].Height).ShouldBe(2);
        Number(bars[3].Y).ShouldBe(Number(chart.Baseline), 0.05m);
        (Number(bars[3].Y) + Number(bars[3].Height)).ShouldBe(ReportChart.Height, 0.05m);
        chart.Description.ShouldBe("Clicks from d0 to d3: 501 in all, most of it 1,000 (d1).");
    }

    [Fact]
    public void Many_days_are_drawn_by_week_and_lose_nothing()
    {
        var from = new DateOnly(2026, 1, 1);
        var days = Enumerable.Range(0, 200).Select(day => new ReportDay(from.AddDays(day), ReportLine.Of([new(1, FigureScope.Own, from.AddDays(day), 0, "", new() { Clicks = 1 })]))).ToList();
        var report = new PartnerReport(new(from, from.AddDays(199), ReportScope.All, null), days, [], new Dictionary<long, string>(), ReportLine.Of([]), "UTC", null);

        var chart = ReportCharts.Of(report, TextCatalogue.In("de")).ShouldHaveSingleItem();

        (chart.Points.Count, chart.Total, chart.Title, chart.Points[0].Label).ShouldBe((29, "200", "Klicks", "Woche ab 01.01.2026"));
    }

    [Theory]
    [InlineData("", "2026-05-02", "2026-05-31", ReportScope.All, null)]
    [InlineData("from=2026-05-30&until=2026-05-10", "2026-04-11", "2026-05-10", ReportScope.All, null)]
    [InlineData("from=1999-01-01&scope=network", "2026-05-02", "2026-05-31", ReportScope.Network, null)]
    [InlineData("from=2020-01-01&until=2026-05-31", "2025-04-27", "2026-05-31", ReportScope.All, null)]
    [InlineData("campaign=7&scope=network", "2026-05-02", "2026-05-31", ReportScope.Own, 7L)]
    [InlineData("campaign=x&scope=own", "2026-05-02", "2026-05-31", ReportScope.Own, null)]
    public void An_address_is_read_as_far_as_it_can_be(string query, string from, string until, object scope, long? link)
    {
        var read = ReportQuery.Of(new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)), new DateOnly(2026, 5, 31));

        (ReportQuery.Text(read.From), ReportQuery.Text(read.Until), read.Scope, read.LinkId).ShouldBe((from, until, (ReportScope)scope, link));
    }

    private static ReportChart Chart(params decimal[] values) =>
        new("clicks", "Clicks", "N0", [.. values.Select(static (value, i) => new ChartPoint($"d{i}", value))], TextCatalogue.In("en"));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
