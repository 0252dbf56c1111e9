using Drawbridge.Platform.App;
using Drawbridge.Platform.Attributes;
using Drawbridge.Platform.Balances;
using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Handoff;
using Drawbridge.Platform.Invite;
using Drawbridge.Platform.Instrument;
using Drawbridge.Platform.Links;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Plant;
using Drawbridge.Platform.Positions;
using Drawbridge.Platform.Referrals;
using Drawbridge.Platform.Ribbons;
using Drawbridge.Platform.Sessions;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Users;
using Drawbridge.Platform.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Hosting;

/// <summary>Serves the platform's side.</summary>
public static class PlatformMapping
{
    /// <summary>
    /// Serves the calls of section 3 below <c>/cid</c> and <c>/v2</c>, the simulated app below <c>/app</c>, the developer's
    /// instrument below <c>/instrument</c>, and <c>/health</c>.
    /// Other paths are the host's own.
    /// </summary>
    public static WebApplication MapDrawbridgePlatform(this WebApplication app)
    {
        app.UseMiddleware<PlatformGate>();

        var open = app.MapGroup("").AddEndpointFilter<FormatFilter>().AddEndpointFilter<NamesFilter>();
        open.MapManagers();

        // B2P-0-1, B2P-0-8: every call but 3.1 needs a manager token. Whether users sign on at their CRM changes none of them (B2P-0-25).
        var calls = app.MapGroup("").AddEndpointFilter<ManagerFilter>().AddEndpointFilter<FormatFilter>().AddEndpointFilter<NamesFilter>();
        calls.MapUsers();
        calls.MapTraders();
        calls.MapTraderUpdates();
        calls.MapBalances();
        calls.MapPlant();
        calls.MapLinks();
        calls.MapAttributes();
        calls.MapReferrals();
        calls.MapRibbons();
        calls.MapHandoff();

        app.MapGroup("").AddEndpointFilter<ManagerFilter>().AddEndpointFilter<NamesFilter>().MapPositionReports();
        app.MapGroup("").AddEndpointFilter<BearerFilter>().AddEndpointFilter<FormatFilter>().AddEndpointFilter<NamesFilter>().MapInvite();

        var simulator = app.MapGroup("").AddEndpointFilter<FormatFilter>();
        simulator.MapSessions();
        simulator.MapTrading();
        simulator.MapInvitations();
        if (app.Services.GetRequiredService<IOptions<PlatformOptions>>().Value.Instrument)
        {
            app.MapInstrument();
        }

        app.MapInviteCode();
        app.MapApp();
        app.MapHealth();
        return app;
    }
}
