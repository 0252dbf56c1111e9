using DotnetBroker;

namespace FaultyBrokers;

/// <summary>Screens take four seconds to load (SCR-67).</summary>
public sealed class SlowScreen(BrokerSettings settings, CrmCalls calls, SuccessUrls successUrls, TimeProvider time) : Pages(settings, calls, successUrls)
{
    protected override Task PrepareAsync(CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromSeconds(4), time, cancellationToken);
}
