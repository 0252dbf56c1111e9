using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Partners.Reports;

/// <summary>Figures by day and by campaign in the console: of a broker and of a partner, as pages and as files.</summary>
internal sealed class PartnerReportEndpoints(PartnerDeskStore desk, ReportReader reader, ReportFile file, FigureStore figures)
{
    private const int MostRanked = 20;

    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/partners");
        group.MapGet("/reports", (HttpContext context, PartnerReportEndpoints own, CancellationToken cancellationToken) => own.ShowBrokerAsync(context, cancellationToken)).Needs(ConsolePermission.ReadPartners);
        group.MapGet("/reports.csv", (HttpContext context, PartnerReportEndpoints own, CancellationToken cancellationToken) => own.ExportBroker(context, cancellationToken)).Needs(ConsolePermission.ReadPartners);
        group.MapGet("/{id:long}/reports", (HttpContext context, long id, PartnerReportEndpoints own, CancellationToken cancellationToken) => own.ShowAsync(context, id, cancellationToken))
            .Needs(ConsolePermission.ReadPartners);
        group.MapGet("/{id:long}/reports.csv", (HttpContext context, long id, PartnerReportEndpoints own, CancellationToken cancellationToken) => own.ExportAsync(context, id, cancellationToken))
            .Needs(ConsolePermission.ReadPartners);
    }

    private async Task<IResult> ShowBrokerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (BrokerOf(context) is not { } broker)
        {
            return ConsoleError.NotFound;
        }

        var query = reader.QueryOf(broker, context.Request.Query);
        return new ConsoleResult<BrokerReportPage>(
            "Reports", new BrokerReportModel(
                broker, await reader.ReadAsync(broker, query, cancellationToken), await figures.RankAsync(broker.Id, query.From, query.Until, MostRanked, cancellationToken)));
    }

    private IResult ExportBroker(HttpContext context, CancellationToken cancellationToken) =>
        BrokerOf(context) is { } broker ? file.OfBroker(broker, reader.QueryOf(broker, context.Request.Query), cancellationToken) : ConsoleError.NotFound;

    private async Task<IResult> ShowAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await FindAsync(context, id, cancellationToken) is var (partner, broker)
            ? new ConsoleResult<PartnerReportPage>(
                $"Reports of {partner.Name}",
                new PartnerReportModel(partner, broker, await reader.ReadAsync(broker, partner.Id, reader.QueryOf(broker, context.Request.Query), cancellationToken)))
            : ConsoleError.NotFound;

    private async Task<IResult> ExportAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        await FindAsync(context, id, cancellationToken) is var (partner, broker)
            ? await file.OfPartnerAsync(broker, partner, reader.QueryOf(broker, context.Request.Query), cancellationToken)
            : ConsoleError.NotFound;

    /// <summary>The broker that is named, or the first of the caller's; null when the one that is named is none of theirs (BID-44).</summary>
    private static BrokerEntity? BrokerOf(HttpContext context)
    {
        var caller = context.GetCaller();
        return context.Request.Query["broker"].ToString() is { Length: > 0 } name ? caller.FindBroker(name) : caller.Brokers.Count > 0 ? caller.Brokers[0] : null;
    }

    private Task<(Partner Partner, BrokerEntity Broker)?> FindAsync(HttpContext context, long id, CancellationToken cancellationToken) =>
        desk.FindAsync(context.GetCaller(), id, cancellationToken);
}
