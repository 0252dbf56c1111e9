using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Portal;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Partners.Reports.Portal;

/// <summary>What the page of a partner's figures shows.</summary>
/// <param name="Visit">Who looks.</param>
/// <param name="Report">The figures.</param>
internal sealed record PortalReportModel(PortalVisit Visit, PartnerReport Report) : IPortalModel;

/// <summary>The partner's own figures in the client area, as a page and as a file.</summary>
internal static class PortalReportEndpoints
{
    public static void MapPortalReports(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(ScreenPaths.PartnerReports, ShowAsync);
        pages.MapGet(ScreenPaths.PartnerReportFile, ExportAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PartnerPortal portal, ReportReader reader, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterAsync(context, ScreenPaths.PartnerReports, cancellationToken);
        if (visit is null)
        {
            return answer!;
        }

        var broker = context.GetBroker();
        var report = await reader.ReadAsync(broker, visit.Partner!.Id, reader.QueryOf(broker, context.Request.Query), cancellationToken);
        return PartnerPortal.Show<PortalReportPage>(context, new PortalReportModel(visit, report));
    }

    private static async Task<IResult> ExportAsync(HttpContext context, PartnerPortal portal, ReportReader reader, ReportFile file, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterAsync(context, ScreenPaths.PartnerReports, cancellationToken);
        var broker = context.GetBroker();
        return visit is null ? answer! : await file.OfPartnerAsync(broker, visit.Partner!, reader.QueryOf(broker, context.Request.Query), cancellationToken);
    }
}
