using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.IntegrationTests.Configuration;

/// <summary>The configuration by the management API: a key's own CRM, and no other.</summary>
public sealed class ConfigurationApiTests(SqliteBrokerHost host) : IClassFixture<SqliteBrokerHost>
{
    [Fact] // MOD-14, MOD-41
    public async Task A_broker_is_read_changed_and_read_again_without_any_secret_being_told()
    {
        var crm = await host.NewCrmAsync();
        var name = crm.Configuration.Brokers[0].Name;
        var read = await CallAsync(crm, HttpMethod.Get, $"/brokers/{name}");
        read.Body.ShouldNotContain("manager password");
        read.Body.ShouldNotContain("secret:");
        var broker = read.Json["broker"]!.AsObject();
        ((string)broker["managerPassword"]!).ShouldBe("${keep}");
        var baseVersion = (long)read.Json["version"]!;

        broker["settings"]!["modules"]!["chat"] = false;
        var planned = await CallAsync(crm, HttpMethod.Put, $"/brokers/{name}?dryRun=true", broker);
        ((string)planned.Json["outcome"]!).ShouldBe("planned");
        var applied = await CallAsync(crm, HttpMethod.Put, $"/brokers/{name}?baseVersion={baseVersion}", broker);
        ((string)applied.Json["outcome"]!).ShouldBe("applied", applied.Body);
        applied.Json["changes"]!.ToJsonString().ShouldContain("\"key\":\"settings:modules:chat\",\"change\":\"changed\",\"before\":\"true\",\"after\":\"false\"");
        crm.Broker().Settings.Modules.Chat.ShouldBeFalse();
        ((string)(await CallAsync(crm, HttpMethod.Put, $"/brokers/{name}", broker)).Json["outcome"]!).ShouldBe("unchanged");

        broker["settings"]!["displayName"] = "Late";
        var outdated = await CallAsync(crm, HttpMethod.Put, $"/brokers/{name}?baseVersion={baseVersion}", broker);
        ((int)outdated.Status).ShouldBe(409);
        outdated.Json["meanwhile"]!.ToJsonString().ShouldContain("settings:modules:chat");
    }

    [Fact] // BID-44
    public async Task A_key_sees_and_changes_its_own_CRM_only()
    {
        var own = await host.NewCrmAsync();
        var other = await host.NewCrmAsync();
        var foreign = other.Configuration.Brokers[0].Name;
        var document = (await CallAsync(other, HttpMethod.Get, $"/brokers/{foreign}")).Json["broker"]!.AsObject();
        var version = (long)(await CallAsync(other, HttpMethod.Get, "")).Json["version"]!;

        (await CallAsync(own, HttpMethod.Get, $"/brokers/{foreign}")).ShouldBeRefused(404, CrmErrorCode.NotFound);
        (await CallAsync(own, HttpMethod.Get, $"/versions/{version}")).ShouldBeRefused(404, CrmErrorCode.NotFound);
        (await CallAsync(own, HttpMethod.Post, $"/versions/{version}/apply")).ShouldBeRefused(404, CrmErrorCode.NotFound);
        (await CallAsync(own, HttpMethod.Get, "/versions")).Json["versions"]!.AsArray().ShouldAllBe(one => (long)one!["version"]! != version);
        (await CallAsync(own, HttpMethod.Get, "/brokers?search=broker")).Json["brokers"]!.AsArray().Select(static one => (string)one!["brokerName"]!).ShouldBe([own.Configuration.Brokers[0].Name]);
        document["managerPassword"] = "stolen";
        var taken = await CallAsync(own, HttpMethod.Put, $"/brokers/{foreign}", document);
        ((int)taken.Status).ShouldBe(422);
        taken.Json["faults"]!.ToJsonString().ShouldContain("is taken by a broker of another CRM");
        var crm = (await CallAsync(other, HttpMethod.Get, "")).Json["crm"]!.AsObject();
        crm["brokers"] = new JsonArray(document.DeepClone());
        (await CallAsync(own, HttpMethod.Put, "", crm)).ShouldBeRefused(403, CrmErrorCode.BrokerIdMismatch);
        other.Broker().Crm.Name.Value.ShouldBe(other.Configuration.Name);
    }

    [Fact]
    public async Task The_whole_CRM_is_compared_applied_and_put_back()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var before = (long)(await CallAsync(crm, HttpMethod.Get, "")).Json["version"]!;
        var document = (await CallAsync(crm, HttpMethod.Get, "")).Json["crm"]!.AsObject();
        var broker = (await CallAsync(crm, HttpMethod.Get, $"/brokers/{crm.Configuration.Brokers[0].Name}")).Json["broker"]!;
        broker["settings"]!["displayName"] = "Other";
        document["brokers"] = new JsonArray(broker.DeepClone());

        var diff = await CallAsync(crm, HttpMethod.Post, "/diff?remove=true", document);
        diff.Json["changes"]!.AsArray().Select(static one => (string)one!["change"]!).ShouldBe(["changed", "disabled"]);
        crm.Broker().Settings.DisplayName.ShouldBe("Test Broker");
        ((string)(await CallAsync(crm, HttpMethod.Put, "?remove=true", document)).Json["outcome"]!).ShouldBe("applied");
        (crm.Broker().Settings.DisplayName, crm.Broker(1).Settings.Enabled).ShouldBe(("Other", false));

        var versions = (await CallAsync(crm, HttpMethod.Get, "/versions?limit=1")).Json;
        ((string)versions["versions"]![0]!["source"]!).ShouldBe("api");
        (await CallAsync(crm, HttpMethod.Get, $"/versions/{versions["versions"]![0]!["version"]}")).Body.ShouldContain("settings:enabled");
        ((string)(await CallAsync(crm, HttpMethod.Post, $"/versions/{before}/apply")).Json["outcome"]!).ShouldBe("applied");
        (crm.Broker().Settings.DisplayName, crm.Broker(1).Settings.Enabled).ShouldBe(("Test Broker", true));
    }

    [Fact]
    public async Task Every_fault_is_told_at_once_and_neither_files_nor_variables_of_the_server_are_reached()
    {
        var crm = await host.NewCrmAsync();
        var name = crm.Configuration.Brokers[0].Name;
        var broker = (await CallAsync(crm, HttpMethod.Get, $"/brokers/{name}")).Json["broker"]!.AsObject();
        broker["settings"]!["platform"]!["baseUrl"] = "http://platform.example.test";
        broker["settings"]!["identity"] = "Handoff";
        broker["settings"]!["modules"]!["ribbons"] = true; // MOD-18, MOD-24
        var refused = await CallAsync(crm, HttpMethod.Put, $"/brokers/{name}", broker);
        ((int)refused.Status).ShouldBe(422);
        refused.Json["faults"]!.AsArray().Count.ShouldBe(2);
        refused.Body.ShouldContain("ribbons need Identity Sso");

        broker["managerPassword"] = "${env:PATH}";
        broker["images"] = new JsonObject { ["logo"] = "/etc/hostname" };
        (await CallAsync(crm, HttpMethod.Put, $"/brokers/{name}", broker)).Json["faults"]!.AsArray().Select(static one => (string)one!).ShouldBe(
        [
            "managerPassword: send the secret itself, or ${keep} for the one that is stored; other references are for files.", "images: are given by /api/v1/brand-images.",
        ]);
        (await CallAsync(crm, HttpMethod.Put, $"/brokers/{name}", new JsonObject { ["name"] = name, ["settings"] = 5 })).Json["faults"]!.AsArray().ShouldHaveSingleItem();
        (await CallAsync(crm, HttpMethod.Put, $"/brokers/{name}", JsonValue.Create("hush"))).ShouldBeRefused(400, CrmErrorCode.InvalidRequest);
    }

    private async Task<Answer> CallAsync(TestCrm crm, HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/configuration{path}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", crm.Configuration.ManagementKey);
        var response = await host.Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}
