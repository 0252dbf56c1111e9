using Drawbridge.Broker.Partners.Reports.Texts;
using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Partners.Reports.View;

/// <summary>The charts of a report: one for each figure of which there is any.</summary>
internal static class ReportCharts
{
    private const int MostDays = 92;
    private const int DaysOfWeek = 7;

    /// <summary>By day, or by week when there are too many days to tell apart.</summary>
    /// <param name="report">The report.</param>
    /// <param name="texts">In which language.</param>
    /// <param name="dates">How days are written.</param>
    public static IReadOnlyList<ReportChart> Of(PartnerReport report, TextCatalogue texts, string dates = "d")
    {
        var perWeek = report.Days.Count > MostDays;
        var buckets = report.Days.Chunk(perWeek ? DaysOfWeek : 1).ToList();
        ReportChart Make(string id, string title, string format, Func<ReportLine, decimal> of) => new(
            id, title, format,
            [.. buckets.Select(days => new ChartPoint(
                perWeek ? texts.Format(ReportTextKey.ReportWeek, Write(days[0].Day, texts, dates)) : Write(days[0].Day, texts, dates), days.Sum(day => of(day.Line))))],
            texts);

        ReportChart[] all =
        [
            Make("clicks", texts[ReportTextKey.ReportClicks], "N0", static line => line.Counts.Clicks),
            Make("sign-ups", texts[ReportTextKey.ReportSignUps], "N0", static line => line.Counts.SignUps),
            Make("first-deposits", texts[ReportTextKey.ReportFirstDeposits], "N0", static line => line.Counts.FirstDeposits),
            .. report.DepositCurrencies.Select(currency => Make($"deposited-{currency}", texts.Format(ReportTextKey.ReportDeposited, currency), "N2", line => line.In(currency).Deposited)),
            Make("lots", texts[ReportTextKey.ReportLots], "N2", static line => line.Counts.Lots),
            .. report.EarningCurrencies.Select(currency => Make($"earned-{currency}", texts.Format(ReportTextKey.ReportEarned, currency), "N2", line => line.In(currency).Earned)),
            Make("partners", texts[ReportTextKey.ReportPartners], "N0", static line => line.Counts.Partners),
        ];
        return [.. all.Where(static chart => chart.Points.Any(static point => point.Value != 0))];
    }

    /// <summary>A day as people read it.</summary>
    public static string Write(DateOnly day, TextCatalogue texts, string dates) => day.ToString(dates, texts.Culture);
}
