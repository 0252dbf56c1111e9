using Drawbridge.Broker.InApp;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.InApp;

/// <summary>An in-app endpoint as mapped.</summary>
internal sealed record InAppRoute(string Method, string Path)
{
    private static readonly (string Prefix, InAppAction Action)[] Actions =
    [
        ("/inapp/deposit", InAppAction.Deposit),
        ("/inapp/withdraw", InAppAction.Withdraw),
        ("/inapp/kyc", InAppAction.Kyc),
        ("/inapp/action", InAppAction.Action),
        ("/inapp/chat", InAppAction.Chat),
        ("/account/create", InAppAction.NewAccount),
        ("/account/new", InAppAction.NewAccount),
    ];

    public bool IsGet => Method == "GET";

    public InAppAction Action => Actions.FirstOrDefault(entry => Path == entry.Prefix || Path.StartsWith(entry.Prefix + "/", StringComparison.Ordinal)).Action;

    /// <summary>Where an action begins.</summary>
    public static string StartOf(InAppAction action) => Actions.First(entry => entry.Action == action).Prefix;

    /// <summary>Every one of them, from what the host serves.</summary>
    public static IReadOnlyList<InAppRoute> All(IServiceProvider services)
    {
        var routes = services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.Metadata.GetMetadata<InAppEndpoint>() is not null)
            .SelectMany(static endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(method => new InAppRoute(method, endpoint.RoutePattern.RawText!)))
            .ToList();
        routes.Where(static route => route.Action == default).ShouldBeEmpty("an in-app endpoint that belongs to no action: say in InAppRoute to which");
        routes.Count.ShouldBeGreaterThan(20);
        return routes;
    }
}
