using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Platform;

namespace Drawbridge.IntegrationTests.Instrument;

public sealed class BrokerIdentityTests : IAsyncLifetime
{
    private PlatformServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await PlatformServer.StartAsync(static _ => { });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private PlatformApi Instrument => _server.As(null);

    [Fact] // FLOW-MIGRATE-3
    public async Task The_operator_switches_a_broker_while_the_app_is_open()
    {
        var brokers = (await Instrument.GetAsync("/instrument/api/brokers")).Json["brokers"]!.AsArray();
        var name = brokers[0]!["brokerName"]!.GetValue<string>();
        brokers[0]!["identity"]!.GetValue<string>().ShouldBe("sso");

        (await Instrument.PutAsync($"/instrument/api/brokers/{name}", new JsonObject { ["identity"] = "handoff" })).Json["identity"]!.GetValue<string>().ShouldBe("handoff");
        (await InAppAsync()).ShouldBe("handoff");
        ((int)(await Instrument.PutAsync($"/instrument/api/brokers/{name}", new JsonObject { ["identity"] = "none" })).Status).ShouldBe(400);
        ((int)(await Instrument.PutAsync($"/instrument/api/brokers/{name}", new JsonObject { ["Identity"] = "sso" })).Status).ShouldBe(400);
        ((int)(await Instrument.PutAsync("/instrument/api/brokers/nobody", new JsonObject { ["identity"] = "sso" })).Status).ShouldBe(404);
        (await InAppAsync()).ShouldBe("handoff");
        await Instrument.PutAsync($"/instrument/api/brokers/{name}", new JsonObject { ["identity"] = "sso" });
        (await InAppAsync()).ShouldBe("sso");

        async Task<string> InAppAsync() => (await Instrument.GetAsync("/app/api/config")).Json["brokers"]!.AsArray()
            .Single(broker => broker!["brokerName"]!.GetValue<string>() == name)!["identity"]!.GetValue<string>();
    }
}
