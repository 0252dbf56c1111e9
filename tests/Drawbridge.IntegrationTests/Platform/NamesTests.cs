using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform;

/// <summary>The names of broker and CRM where a call does not define them.</summary>
public sealed class NamesTests(PlatformServer server)
{
    private const string Both = "brokerName=" + PlatformServer.Broker + "&brokerCrmName=" + PlatformServer.Crm;

    public static TheoryData<string, int, string> WrongQueries => new()
    {
        { "brokerName=unknown", 404, PlatformErrorCode.BrokerNotFound },
        { "brokerCrmName=unknown", 404, PlatformErrorCode.BrokerNotFound },
        { "brokerName=TRADINGTECH_MAIN", 404, PlatformErrorCode.BrokerNotFound },
        { "brokerName=financialhouse_main&brokerCrmName=tradingtech_crm", 400, PlatformErrorCode.InvalidRequest },
        { "brokerName=tradingtech_main&brokerName=tradingtech_main", 400, PlatformErrorCode.InvalidRequest },
    };

    [Fact] // B2P-0-16
    public async Task Both_names_are_welcome_in_the_query_and_the_body_of_any_call()
    {
        var login = await server.Api.NewTraderAsync();
        var body = new JsonObject
        {
            ["login"] = login, ["preciseAmount"] = 1, ["type"] = "DEPOSIT", ["brokerName"] = PlatformServer.Broker, ["brokerCrmName"] = PlatformServer.Crm,
        };

        (await server.Api.GetAsync($"{PlatformPaths.Traders}/{login}?{Both}")).Status.ShouldBe(HttpStatusCode.OK);
        (await server.Api.GetAsync($"{PlatformPaths.OpenPositions}?{Both}")).Status.ShouldBe(HttpStatusCode.OK);
        (await server.Api.PostAsync($"{PlatformPaths.Traders}/{login}/changebalance?{Both}", body)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.Api.SendAsync(
            HttpMethod.Post,
            $"{PlatformPaths.Traders}/{login}/changebalance",
            $"<r><login>{login}</login><preciseAmount>1</preciseAmount><type>DEPOSIT</type><brokerName>{PlatformServer.Broker}</brokerName></r>",
            "application/xml")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory] // B2P-0-16, B2P-0-15, ERR-24
    [MemberData(nameof(WrongQueries))]
    public async Task Names_that_are_there_must_be_right(string query, int status, string code)
    {
        var login = await server.Api.NewTraderAsync();

        (await server.Api.GetAsync($"{PlatformPaths.Traders}/{login}?{query}")).ShouldBeRefused(status, code);
        (await server.Api.GetAsync($"{PlatformPaths.OpenPositions}?{query}")).ShouldBeRefused(status, code);
        (await server.Api.PostAsync($"{PlatformPaths.CreateUser}?{query}", new JsonObject())).ShouldBeRefused(status, code);
    }

    [Theory] // B2P-0-16
    [InlineData("", "unknown", PlatformServer.Crm, 404, PlatformErrorCode.BrokerNotFound)]
    [InlineData("", PlatformServer.Broker, "unknown", 404, PlatformErrorCode.BrokerNotFound)]
    [InlineData("", PlatformServer.OtherBroker, PlatformServer.Crm, 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("?brokerName=tradingtech_wl_europe", PlatformServer.Broker, PlatformServer.Crm, 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("?brokerCrmName=financialhouse_crm", PlatformServer.Broker, PlatformServer.Crm, 400, PlatformErrorCode.InvalidRequest)]
    public async Task Names_in_the_body_are_held_against_one_another_and_the_query(string query, string broker, string crm, int status, string code)
    {
        var login = await server.Api.NewTraderAsync();
        var json = new JsonObject { ["login"] = login, ["preciseAmount"] = 1, ["type"] = "DEPOSIT", ["brokerName"] = broker, ["brokerCrmName"] = crm };
        var xml = $"<r><login>{login}</login><preciseAmount>1</preciseAmount><type>DEPOSIT</type><brokerName>{broker}</brokerName><brokerCrmName>{crm}</brokerCrmName></r>";
        var path = $"{PlatformPaths.Traders}/{login}/changebalance{query}";

        (await server.Api.PostAsync(path, json)).ShouldBeRefused(status, code);
        (await server.Api.SendAsync(HttpMethod.Post, path, xml, "application/xml")).ShouldBeRefused(status, code);
        ((long)(await server.Api.GetAsync($"{PlatformPaths.Traders}/{login}")).Json["balance"]!).ShouldBe(0);
    }
}
