namespace Drawbridge.Broker.Partners.Reports;

/// <summary>Figures of a day, a campaign or a whole report.</summary>
/// <param name="Counts">What is counted, and lots.</param>
/// <param name="Amounts">Amounts by their currency.</param>
internal sealed record ReportLine(Figures Counts, IReadOnlyDictionary<string, Figures> Amounts)
{
    public static ReportLine Of(IEnumerable<FigureRow> rows)
    {
        var counts = Figures.None;
        var amounts = new SortedDictionary<string, Figures>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Currency.Length == 0)
            {
                counts += row.Figures;
            }
            else
            {
                amounts[row.Currency] = amounts.GetValueOrDefault(row.Currency, Figures.None) + row.Figures;
            }
        }

        return new(counts, amounts);
    }

    public Figures In(string currency) => Amounts.GetValueOrDefault(currency, Figures.None);
}

/// <summary>What happened on one day.</summary>
internal sealed record ReportDay(DateOnly Day, ReportLine Line);

/// <summary>What one campaign brought.</summary>
/// <param name="LinkId">The campaign; 0 = none.</param>
/// <param name="Name">What the partner calls it; null = none.</param>
/// <param name="Line">Its figures.</param>
internal sealed record ReportCampaign(long LinkId, string? Name, ReportLine Line);

/// <summary>The figures of a partner, or of all of a broker.</summary>
/// <param name="Query">What was asked for.</param>
/// <param name="Days">Every day from the first to the last.</param>
/// <param name="Campaigns">What campaigns brought, the most sign-ups first; empty for the network.</param>
/// <param name="Choices">All campaigns that can be asked for.</param>
/// <param name="Total">All of it.</param>
/// <param name="TimeZone">Where the days begin.</param>
/// <param name="CountedAt">Up to when things were counted; null = not at all yet.</param>
internal sealed record PartnerReport(
    ReportQuery Query, IReadOnlyList<ReportDay> Days, IReadOnlyList<ReportCampaign> Campaigns, IReadOnlyDictionary<long, string> Choices, ReportLine Total, string TimeZone, DateTimeOffset? CountedAt)
{
    /// <summary>Currencies in which something was paid in.</summary>
    public IReadOnlyList<string> DepositCurrencies => [.. Total.Amounts.Where(static one => one.Value.Deposited != 0).Select(static one => one.Key)];

    /// <summary>Currencies in which something was earned.</summary>
    public IReadOnlyList<string> EarningCurrencies => [.. Total.Amounts.Where(static one => one.Value.Earned != 0).Select(static one => one.Key)];
}
