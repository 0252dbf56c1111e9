using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Storage.Statistics;

/// <summary>Keeps what the query planner goes by up to date: at the start, and every hour.</summary>
internal sealed partial class StatisticsRefresh(Database database, IEnumerable<CountedTable> tables, TimeProvider time, ILogger<StatisticsRefresh> log) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        do
        {
            try
            {
                await database.RefreshStatisticsAsync([.. tables.Select(static table => table.Name)], stoppingToken);
            }
#pragma warning disable CA1031 // Queries are only slower without; the next round tries again.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Failed(log, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "The statistics of the database could not be brought up to date; queries may be slow")]
    private static partial void Failed(ILogger logger, Exception exception);
}

/// <summary>A table that has statistics.</summary>
internal sealed record CountedTable(string Name);

/// <summary>Puts it into a host.</summary>
public static class StatisticsRegistration
{
    /// <summary>Keeps the statistics of a table of the host's <see cref="Database"/> up to date.</summary>
    public static IServiceCollection AddStatisticsRefresh(this IServiceCollection services, string table)
    {
        services.AddSingleton(new CountedTable(table));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StatisticsRefresh>());
        return services;
    }
}
