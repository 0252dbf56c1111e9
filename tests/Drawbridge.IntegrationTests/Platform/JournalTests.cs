using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class JournalTests : IAsyncLifetime
{
    private PlatformServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await PlatformServer.StartAsync(static _ => { });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<List<JsonObject>> EntriesAsync(long after = 0) =>
        [.. (await _server.As(null).GetAsync($"/instrument/api/journal?after={after}")).Json["entries"]!.AsArray().Select(static entry => entry!.AsObject())];

    [Fact] // B2P-0-24, B2P-0-23, BID-9
    public async Task Calls_of_both_directions_are_kept_with_their_secrets_masked()
    {
        var userId = await _server.Api.NewUserAsync();
        _server.CrmSide.When(CrmPaths.AuthorizeOneTime, "code-of-this-test", 200, $$"""{"userId":{{userId}},"accessToken":"secret-access"}""");
        await _server.As(null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["token"] = "code-of-this-test" });

        var entries = await EntriesAsync();

        entries.Select(static entry => (string?)entry["call"]).ShouldBe(["3.1", "3.2", "4.1", "4.2"]);
        entries.Select(static entry => (long)entry["id"]!).ShouldBe([1, 2, 3, 4]);
        var create = entries[1];
        ((string?)create["direction"]).ShouldBe("broker-to-platform");
        ((string?)create["method"]).ShouldBe("POST");
        ((string?)create["route"]).ShouldBe(PlatformPaths.CreateUser);
        ((string?)create["query"]).ShouldBe("token=•••");
        ((int)create["status"]!).ShouldBe(201);
        ((string?)create["brokerCrmName"]).ShouldBe(PlatformServer.Crm);
        ((string?)create["responseBody"]).ShouldBe($$"""{"userId":{{userId}}}""");
        ((string?)create["correlationId"]).ShouldNotBeNullOrEmpty();
        var exchange = entries[3];
        ((string?)exchange["direction"]).ShouldBe("platform-to-broker");
        ((string?)exchange["query"]).ShouldBe("brokerName=tradingtech_main&brokerCrmName=tradingtech_crm&crmApiToken=•••");
        ((string?)exchange["requestBody"]).ShouldBe("""{"code":"•••","brokerName":"tradingtech_main","brokerCrmName":"tradingtech_crm"}""");
        ((string?)exchange["responseBody"]).ShouldBe($$"""{"userId":{{userId}},"accessToken":"•••"}""");
        ((string?)exchange["brokerName"]).ShouldBe(PlatformServer.Broker);
        (await EntriesAsync(after: 3)).Count.ShouldBe(1);
    }

    [Fact] // B2P-0-24
    public async Task A_call_underneath_has_the_correlation_of_the_one_above()
    {
        using var client = _server.Authority.NewClient(_server.Https);
        client.DefaultRequestHeaders.Add("X-Correlation-Id", "of-the-caller-1");
        await new PlatformApi(client, null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["token"] = "unknown" });

        (await EntriesAsync()).Where(static entry => (string?)entry["direction"] == "platform-to-broker")
            .ShouldAllBe(static entry => (string?)entry["correlationId"] == "of-the-caller-1");
        _server.CrmSide.Requests.ShouldAllBe(static request => request.Headers["X-Correlation-Id"] == "of-the-caller-1");
        _server.Logs.Text.ShouldContain("3.1");
    }

    [Fact]
    public async Task An_error_code_of_the_crm_is_not_mistaken_for_a_token()
    {
        await _server.As(null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["token"] = "unknown" });

        ((string)(await EntriesAsync())[^1]["responseBody"]!).ShouldContain(CrmErrorCode.OneTimeTokenNotFound);
    }

    [Fact]
    public async Task The_stream_tells_what_happens_and_goes_on_where_it_broke()
    {
        using var client = _server.Authority.NewClient(_server.Https);
        using (var stream = await OpenStreamAsync(client, lastEventId: null))
        {
            await _server.Api.NewUserAsync();
            (await NextAsync(stream)).ShouldStartWith("id: 2\n");
        }

        await _server.Api.NewUserAsync();
        var userId = await _server.Api.NewUserAsync();
        _server.CrmSide.When(CrmPaths.AuthorizeOneTime, "stream-code", 200, $$"""{"userId":{{userId}}}""");
        using var again = await OpenStreamAsync(client, lastEventId: "2");
        (await NextAsync(again)).ShouldStartWith("id: 3\n");
        (await NextAsync(again)).ShouldStartWith("id: 4\n");

        await _server.As(null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["token"] = "stream-code" });
        await _server.Api.PostAsync($"{PlatformPaths.Logout}?brokerCrmName={PlatformServer.Crm}&userId={userId}"); // B2P-3.12-4
        (await NextAsync(again)).ShouldStartWith("id: 5\n");
        (await NextAsync(again)).ShouldStartWith("id: 6\n");
        var ended = await NextAsync(again);
        ended.ShouldStartWith("event: session-ended\n");
        ended.ShouldContain("\"reason\":\"broker\"");
    }

    private static async Task<StreamReader> OpenStreamAsync(HttpClient client, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/instrument/api/journal/stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await NextAsync(reader)).ShouldBe(": open\n");
        return reader;
    }

    private static async Task<string> NextAsync(StreamReader stream)
    {
        var text = "";
        while (await stream.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } line)
        {
            text += line + "\n";
        }

        return text;
    }
}
