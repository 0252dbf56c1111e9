using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Screens;

/// <summary>Finds out which broker a screen is asked for, before anything else is looked at (BID-20, BID-41).</summary>
internal static class RequireBrokerExtensions
{
    private const string SessionCookie = "__Host-session-";

    /// <summary>For the screens that the applications open: both names as configured (SCR-20, SCR-21).</summary>
    public static TBuilder RequireBroker<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            return Refusal(context, await IdentifyAsync(context)) is { } error ? error : await next(invocation);
        });

    /// <summary>For the client area, whose pages are found by host and session; names in the address are checked all the same.</summary>
    public static TBuilder ResolveBroker<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            if (!context.Request.Query.ContainsKey(BrokerNames.BrokerNameKey) && FindByHostOrSession(context) is { } broker)
            {
                context.SetBroker(broker);
                return await next(invocation);
            }

            return Refusal(context, await IdentifyAsync(context)) is { } error ? error : await next(invocation);
        });

    private static async Task<Identification> IdentifyAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var identification = BrokerIdentification.Identify(services.GetRequiredService<BrokerDirectory>().Current, BrokerNames.Of(context.Request));

        // BID-23: where the names are absent and may be, the token decides.
        if (identification is Identification.Open open
            && OneTimeToken.TryParse(context.Request.Query["token"], out var token)
            && await services.GetRequiredService<OneTimeTokenService>().FindBrokerIdAsync(token, context.RequestAborted) is { } id
            && open.Candidates.FirstOrDefault(broker => broker.Id == id) is { } broker)
        {
            return new Identification.Identified(broker);
        }

        return identification;
    }

    private static ScreenError? Refusal(HttpContext context, Identification identification)
    {
        switch (identification)
        {
            case Identification.Identified identified:
                context.SetBroker(identified.Broker);
                return null;
            case Identification.Invalid:
                return ScreenError.BrokerIdInvalid;
            case Identification.Mismatch:
                return ScreenError.BrokerIdMismatch;
            default:
                return ScreenError.BrokerIdMissing; // BID-25
        }
    }

    private static BrokerEntity? FindByHostOrSession(HttpContext context)
    {
        var directory = context.RequestServices.GetRequiredService<BrokerDirectory>().Current;
        var candidates = directory.BrokersAt(context.Request.Host.Host);
        return candidates switch
        {
            [var only] => only,
            _ when VisitedOf(context.Request, directory).Where(broker => candidates.Count > 0 && FitsHost(directory, broker, context.Request.Host.Host)).ToList() is [var visited] => visited,
            _ => null,
        };
    }

    private static bool FitsHost(BrokerDirectorySnapshot directory, BrokerEntity broker, string host) =>
        broker.Settings.Hosts.Count == 0 ? !directory.IsOwned(host) : broker.Settings.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>The brokers that the browser has a session of: its cookies are few, brokers may be many.</summary>
    private static IEnumerable<BrokerEntity> VisitedOf(HttpRequest request, BrokerDirectorySnapshot directory) =>
        request.Cookies.Keys.Where(static name => name.StartsWith(SessionCookie, StringComparison.Ordinal))
            .Select(name => long.TryParse(name.AsSpan(SessionCookie.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? directory.FindBroker(id) : null)
            .OfType<BrokerEntity>();
}
