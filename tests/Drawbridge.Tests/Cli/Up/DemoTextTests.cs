using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Cli.Up.Seed;

namespace Drawbridge.Tests.Cli.Up;

public sealed class DemoTextTests
{
    [Fact]
    public void What_the_brokers_of_the_seed_have_written_is_there_in_every_language()
    {
        var maps = new[] { ToNode(DemoKyc.Settings), ToNode(DemoCashier.Settings), ToNode(DemoActions.Feedback), ToNode(DemoAccounts.Products) }
            .SelectMany(MapsIn).Where(static map => map.Count > 0).ToList();

        maps.Count.ShouldBeGreaterThan(20);
        foreach (var map in maps)
        {
            map.Select(static text => text.Key).ShouldBe(TextCatalogue.Languages, map.ToJsonString());
            map.ShouldAllBe(static text => (string?)text.Value != "");
        }
    }

    private static JsonNode? ToNode<T>(T settings) => JsonSerializer.SerializeToNode(settings);

    private static IEnumerable<JsonObject> MapsIn(JsonNode? node) => node switch
    {
        JsonObject map when map.ContainsKey("en") => [map],
        JsonObject other => other.SelectMany(static entry => MapsIn(entry.Value)),
        JsonArray list => list.SelectMany(MapsIn),
        _ => [],
    };
}
