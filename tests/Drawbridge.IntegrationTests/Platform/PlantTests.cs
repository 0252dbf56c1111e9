using System.Text.Json.Nodes;
using System.Xml.Linq;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class PlantTests(PlatformServer server)
{
    [Fact] // WS-42, B2P-0-17
    public async Task The_groups_within_reach_are_listed()
    {
        var defaultOnly = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2311, PlatformServer.ManagerPassword);

        (await server.Api.GetAsync(PlatformPaths.TraderGroups)).Text
            .ShouldBe("""{"traderGroup":[{"id":1,"name":"Default","description":"Everybody"},{"id":2,"name":"VIP"}]}""");
        (await defaultOnly.GetAsync(PlatformPaths.TraderGroups)).Json["traderGroup"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact] // WS-45
    public async Task The_symbols_are_listed()
    {
        var symbols = (await server.Api.GetAsync(PlatformPaths.Symbols)).Json["symbol"]!.AsArray();

        symbols[0]!.AsObject().Select(static member => member.Key)
            .ShouldBe(["name", "id", "description", "assetClass", "category", "quotesEnabled", "showInCtrader"]);
        symbols.Select(static symbol => (long)symbol!["id"]!).Distinct().Count().ShouldBe(symbols.Count);
        ((string?)symbols[0]!["name"], (string?)symbols[0]!["description"]).ShouldBe(("EURUSD", "EUR to USD"));
    }

    [Fact] // WS-46, WS-5
    public async Task The_deposit_assets_are_listed()
    {
        var json = await server.Api.GetAsync(PlatformPaths.DepositAssets);
        var xml = XDocument.Parse((await server.Api.SendAsync(HttpMethod.Get, PlatformPaths.DepositAssets, accept: null)).Text).Root!;

        JsonNode.DeepEquals(json.Json["depositAsset"], new JsonArray("EUR", "USD", "GBP", "CHF", "JPY", "BTC", "ETH")).ShouldBeTrue(json.Text);
        xml.Elements("depositAsset").Count().ShouldBe(7);
    }
}
