using Drawbridge.Platform.Clock;
using Drawbridge.Platform.Coverage;
using Drawbridge.Platform.Faults;
using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Seeding;
using Drawbridge.Platform.Snapshots;
using Drawbridge.Platform.Triggers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Platform.Instrument;

/// <summary>What the instrument needs, and the journal, which is kept in any case.</summary>
internal static class InstrumentRegistration
{
    public static void AddInstrument(this IServiceCollection services)
    {
        services.AddClock();
        services.TryAddSingleton<InstrumentAssets>();
        services.TryAddSingleton<CallJournal>();
        services.TryAddSingleton<CallRecorder>();
        services.TryAddSingleton<FaultRegistry>();
        services.TryAddSingleton<FaultRoutes>();
        services.TryAddSingleton<FaultReader>();
        services.TryAddSingleton<IncomingFaults>();
        services.TryAddSingleton<WrongTokens>();
        services.TryAddSingleton<SnapshotStore>();
        services.TryAddSingleton<StateReset>();
        services.TryAddSingleton<SeedReader>();
        services.TryAddSingleton<SeedStore>();
        services.TryAddSingleton<TriggerDefaults>();
        services.TryAddSingleton<TriggeredWebhooks>();
        services.TryAddSingleton<TriggerService>();
        services.TryAddSingleton<CoverageList>();
    }
}
