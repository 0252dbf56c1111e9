using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Clock;
using Drawbridge.Platform.Coverage;
using Drawbridge.Platform.Faults;
using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Seeding;
using Drawbridge.Platform.Snapshots;
using Drawbridge.Platform.Triggers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Instrument;

/// <summary>The developer's instrument. Its own requests are neither in the journal nor counted as writes, and no fault befalls them.</summary>
internal static class InstrumentMapping
{
    public const string Path = "/instrument";

    public static void MapInstrument(this IEndpointRouteBuilder app)
    {
        app.MapInstrumentPage();
        var instrument = app.MapGroup(Path + "/api").AddEndpointFilter<InstrumentAccess>();
        instrument.MapJournal();
        instrument.MapClock();
        instrument.MapBrokerIdentity();
        instrument.MapFaults();
        instrument.MapTriggers();
        instrument.MapSnapshots();
        instrument.MapSeeding();
        instrument.MapCoverage();
        app.MapCoveragePages();
    }
}
