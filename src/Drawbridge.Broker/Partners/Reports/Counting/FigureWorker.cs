using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Partners.Reports.Counting;

/// <summary>Brings the figures of every broker with partners up to date, one after the other. A broker whose days take long gets its turn less often.</summary>
internal sealed partial class FigureWorker(FigureCounter counter, DueDayStore due, BrokerDirectory directory, TimeProvider time, ILogger<FigureWorker> log) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(30);

    // So much longer than counting took is the pause: it takes a twentieth of a core at most.
    private const int Restraint = 20;

    private readonly Dictionary<long, DateTimeOffset> _next = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
#pragma warning disable CA1031 // The next round tries again.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Failed(log, e, null, null);
            }
        }
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await due.ListBrokersAsync(cancellationToken))
        {
            if (directory.Current.FindBroker(id) is { } broker && broker.Settings.Offers(Module.Invite) && _next.GetValueOrDefault(id) <= time.GetUtcNow())
            {
                await CountAsync(broker, cancellationToken);
            }
        }
    }

    private async Task CountAsync(BrokerEntity broker, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        try
        {
            await counter.CountAsync(broker, cancellationToken);
        }
#pragma warning disable CA1031 // The next round tries again.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Failed(log, e, broker.Name.Value, broker.Crm.Name.Value);
        }

        _next[broker.Id] = time.GetUtcNow() + (time.GetElapsedTime(begun) * Restraint);
    }

    [LoggerMessage(LogLevel.Error, "Figures of the partners of broker {BrokerName} at {CrmName} could not be counted")]
    private static partial void Failed(ILogger logger, Exception exception, string? brokerName, string? crmName);
}
