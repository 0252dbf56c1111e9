using System.Globalization;
using System.Runtime.CompilerServices;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Partners.Programme;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Partners.Reports;

/// <summary>Reports as files: a line for each day, campaign and currency, written while they are read.</summary>
internal sealed class ReportFile(FigureStore figures, PartnerStore partners)
{
    private const int Batch = 1000;

    private static readonly string[] _columns =
        ["day", "of", "campaign", "clicks", "sign_ups", "first_deposits", "deposits", "sub_partners", "lots", "currency", "deposited", "earned"];

    /// <summary>The file of a partner.</summary>
    public async Task<IResult> OfPartnerAsync(BrokerEntity broker, Partner partner, ReportQuery query, CancellationToken cancellationToken)
    {
        var names = await figures.ListCampaignsAsync(broker.Id, partner.Id, cancellationToken);
        var rows = (await figures.ListAsync(broker.Id, partner.Id, query.From, query.Until, cancellationToken)).Where(row =>
            (query.Scope == ReportScope.All || row.Scope == (query.Scope == ReportScope.Own ? FigureScope.Own : FigureScope.Network)) && (query.LinkId is not { } link || row.LinkId == link));
        return new CsvResult(NameOf(partner.Identifier, query), _columns, rows.OrderBy(static row => row.Day).Select(row => CellsOf(row, names.GetValueOrDefault(row.LinkId))).ToAsyncEnumerable());
    }

    /// <summary>The file of all partners of a broker.</summary>
    public IResult OfBroker(BrokerEntity broker, ReportQuery query, CancellationToken cancellationToken) =>
        new CsvResult(NameOf(broker.Name.Value, query), ["partner_id", "partner", .. _columns], ListAsync(broker, query, cancellationToken));

    private async IAsyncEnumerable<IReadOnlyList<string>> ListAsync(BrokerEntity broker, ReportQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FigureRow? last = null;
        while (true)
        {
            var rows = await figures.ListBehindAsync(broker.Id, query.From, query.Until, last, Batch, cancellationToken);
            var known = new Dictionary<long, Partner?>();
            foreach (var row in rows)
            {
                if (!known.TryGetValue(row.PartnerId, out var partner))
                {
                    known[row.PartnerId] = partner = await partners.FindAsync(broker.Id, row.PartnerId, cancellationToken);
                }

                yield return [partner?.Identifier ?? "", partner?.Name ?? "", .. CellsOf(row, row.LinkId == 0 ? null : row.LinkId.ToString(CultureInfo.InvariantCulture))];
            }

            if (rows.Count < Batch)
            {
                yield break;
            }

            last = rows[^1];
        }
    }

    private static string NameOf(string whose, ReportQuery query) => $"partners-{whose}-{ReportQuery.Text(query.From)}-{ReportQuery.Text(query.Until)}.csv";

    private static IReadOnlyList<string> CellsOf(FigureRow row, string? campaign)
    {
        var one = row.Figures;
        return
        [
            ReportQuery.Text(row.Day), row.Scope == FigureScope.Own ? "own" : "network", campaign ?? "", Text(one.Clicks), Text(one.SignUps), Text(one.FirstDeposits), Text(one.Deposits),
            Text(one.Partners), Text(one.Lots), row.Currency, Text(one.Deposited), Text(one.Earned),
        ];
    }

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
