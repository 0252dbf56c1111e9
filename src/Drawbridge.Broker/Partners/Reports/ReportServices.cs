using Drawbridge.Broker.Partners.Reports.Counting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Partners.Reports;

/// <summary>Puts the reports of partners into a host.</summary>
internal static class ReportServices
{
    public static IServiceCollection AddPartnerReports(this IServiceCollection services)
    {
        services.TryAddSingleton<FigureStore>();
        services.TryAddSingleton<DueDayStore>();
        services.TryAddSingleton<FigureCounter>();
        services.TryAddSingleton<ReportReader>();
        services.TryAddSingleton<ReportFile>();
        services.AddHostedService<FigureWorker>();
        return services;
    }
}
