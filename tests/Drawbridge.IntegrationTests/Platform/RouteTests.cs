using System.Text.RegularExpressions;
using Drawbridge.Platform.Journal;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Platform;

/// <summary>What the platform serves to brokers, against the list of calls in the protocol.</summary>
public sealed partial class RouteTests(PlatformServer server)
{
    private static readonly string[] Calls =
    [
        "POST /v2/webserv/managers/token",
        "POST /cid/oauth2/ctid/create", "PUT /cid/oauth2/ctid/changeEmail", "GET /cid/oauth2/ctid/userId", "POST /cid/oauth2/ctid/logout",
        "PUT /cid/oauth2/ctid/acceptAgreement", "PUT /cid/oauth2/ctid/referral", "GET /cid/oauth2/ctid/referral", "DELETE /cid/oauth2/ctid/referral",
        "PUT /cid/oauth2/ctid/inAppControls", "POST /cid/ctid2/inAppToken/redeem", "POST /ctid2/inAppToken/redeem",
        "POST /cid/ctid/create", "POST /cid/ctid/link", "POST /cid/ctid/changeCtidTraderAccount",
        "POST /v2/webserv/traders", "GET /v2/webserv/traders", "GET /v2/webserv/traders/{}", "PUT /v2/webserv/traders/{}", "PATCH /v2/webserv/traders/{}",
        "DELETE /v2/webserv/traders/{}", "GET /v2/webserv/traders/{}/subaccounts", "POST /v2/webserv/traders/{}/changebalance",
        "POST /v2/webserv/traders/{}/changebonus", "POST /v2/webserv/traders/{}/changepassword", "POST /v2/webserv/traders/{}/checkpassword",
        "GET /v2/webserv/tradergroups", "GET /v2/webserv/symbols", "GET /v2/webserv/depositAssets",
        "GET /v2/webserv/openPositions", "GET /v2/webserv/closedPositions",
        "POST /v2/webserv/attributes/traders/list", "POST /v2/webserv/attributes/traders/update", "POST /v2/webserv/attributes/traders/delete",
        "POST /v2/webserv/attributes/tradergroups/list", "POST /v2/webserv/attributes/tradergroups/update", "POST /v2/webserv/attributes/tradergroups/delete",
        "POST /v2/webserv/attributes/managers/list", "POST /v2/webserv/attributes/managers/update", "POST /v2/webserv/attributes/managers/delete",
        "GET /v1/social/invitedUsers", "GET /v1/users",
    ];

    private IEnumerable<RouteEndpoint> Endpoints => server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(static endpoint => endpoint.Metadata.GetMetadata<CallName>() is not null);

    [Fact] // WS-88, WS-18, WS-30..46, WS-90, INV-31, INV-33
    public void Brokers_find_the_calls_of_the_protocol_and_no_others() => Served().ShouldBe(Calls, ignoreOrder: true);

    [Fact] // B2P-0-8, B2P-0-10, ERR-40, INV-30
    public async Task Every_call_but_the_first_refuses_who_has_no_token()
    {
        foreach (var call in Calls.Skip(1))
        {
            var (method, path) = (call.Split(' ')[0], call.Split(' ')[1].Replace("{}", "1", StringComparison.Ordinal));
            foreach (var token in new[] { null, "", "dbmt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })
            {
                (await server.As(token).SendAsync(new HttpMethod(method), path)).ShouldBeRefused(401, "AUTHENTICATION_FAILED");
            }
        }
    }

    private IEnumerable<string> Served() => Endpoints.SelectMany(static endpoint =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {Parameter().Replace(endpoint.RoutePattern.RawText!, "{}")}"));

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
