using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Instrument;

/// <summary>What a broker meets when the platform is made to fail.</summary>
public sealed class IncomingFaultTests : IAsyncLifetime
{
    private const string CreateUser = "POST " + PlatformPaths.CreateUser;

    private PlatformServer _server = null!;
    private FaultApi _faults = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PlatformServer.StartAsync(static _ => { });
        _faults = new(_server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task<ApiAnswer> CreateAsync(string email) =>
        _server.Api.PostAsync(PlatformPaths.CreateUser, new JsonObject { ["brokerCrmName"] = PlatformServer.Crm, ["email"] = email });

    private async Task<bool> ExistsAsync(string email) =>
        (await _server.Api.GetAsync($"{PlatformPaths.UserId}?brokerCrmName={PlatformServer.Crm}&email={email}")).Text.Length > 0;

    [Fact]
    public async Task An_error_refuses_and_does_nothing_else()
    {
        var fault = await _faults.AddAsync("error", CreateUser, new() { ["status"] = 503, ["errorCode"] = "BUSY", ["times"] = 1 });
        var email = PlatformApi.NewEmail();

        var answer = await CreateAsync(email);

        answer.ShouldBeRefused(503, "BUSY");
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        ((string?)(await _faults.LastCallAsync())["fault"]).ShouldBe("error");
        (await ExistsAsync(email)).ShouldBeFalse();
        (await CreateAsync(email)).Status.ShouldBe(HttpStatusCode.Created); // once was enough
        (await _faults.CountsAsync(fault)).ShouldBe((1, 1));
        (await _faults.LastCallAsync())["fault"].ShouldBeNull();
    }

    [Fact] // WS-4
    public async Task An_error_speaks_the_format_of_the_call()
    {
        await _faults.AddAsync("error", "GET /v2/webserv/*");

        var answer = await _server.Api.SendAsync(HttpMethod.Get, "/v2/webserv/symbols", accept: "application/xml");

        answer.Status.ShouldBe(HttpStatusCode.InternalServerError);
        XDocument.Parse(answer.Text).Root!.Element("errorCode")!.Value.ShouldBe("UNKNOWN_ERROR");
    }

    [Fact]
    public async Task A_connection_dropped_before_leaves_nothing_done()
    {
        await _faults.AddAsync("drop-before", CreateUser, new() { ["times"] = 1 });
        var email = PlatformApi.NewEmail();

        await Should.ThrowAsync<HttpRequestException>(() => CreateAsync(email));

        var call = await _faults.CallHitByAsync("drop-before");
        ((string?)call["fault"], (int)call["status"]!).ShouldBe(("drop-before", 0));
        (await ExistsAsync(email)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_connection_dropped_after_leaves_everything_done_and_not_a_byte_of_the_answer()
    {
        await _faults.AddAsync("drop-after", CreateUser, new() { ["times"] = 1 });
        var email = PlatformApi.NewEmail();

        using var client = _server.Authority.NewClient(_server.Https);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{PlatformPaths.CreateUser}?token={_server.Api.ManagerToken}")
        {
            Content = JsonContent.Create(new { brokerCrmName = PlatformServer.Crm, email }),
        };

        // Not even the headers come.
        await Should.ThrowAsync<HttpRequestException>(() => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));

        var call = await _faults.CallHitByAsync("drop-after");
        ((string?)call["fault"], (int)call["status"]!, (string?)call["responseBody"]).ShouldBe(("drop-after", 0, null));
        (await ExistsAsync(email)).ShouldBeTrue();
        (await CreateAsync(email)).ShouldBeRefused(400, "CH_EMAIL_ALREADY_EXISTS"); // what the broker learns when it tries again
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/xml")]
    public async Task A_malformed_answer_is_not_what_it_says_it_is_and_the_work_is_done(string accept)
    {
        await _faults.AddAsync("malformed", $"POST {PlatformPaths.Traders}", new() { ["times"] = 1 });

        var answer = await _server.Api.SendAsync(HttpMethod.Post, PlatformPaths.Traders, PlatformApi.Trader().ToJsonString(), accept: accept);

        answer.Status.ShouldBe(HttpStatusCode.Created);
        answer.ContentType!.MediaType.ShouldBe(accept);
        IsWellFormed(answer.Text, accept).ShouldBeFalse(answer.Text);
        (await _server.Api.NewTraderAsync()).ShouldBe(9000002); // the first one was made, too
    }

    private static bool IsWellFormed(string text, string type)
    {
        try
        {
            _ = type == "application/json" ? (object?)JsonNode.Parse(text) : XDocument.Parse(text);
            return true;
        }
        catch (Exception e) when (e is JsonException or XmlException)
        {
            return false;
        }
    }

    [Fact]
    public async Task A_malformed_answer_in_place_of_none_is_one_too()
    {
        var userId = await _server.Api.NewUserAsync();
        await _faults.AddAsync("malformed", $"PUT {PlatformPaths.AcceptAgreement}");

        var answer = await _server.Api.PutAsync($"{PlatformPaths.AcceptAgreement}?brokerCrmName={PlatformServer.Crm}&userId={userId}");

        (answer.Status, answer.Text).ShouldBe((HttpStatusCode.OK, "{\""));
    }

    [Fact]
    public async Task Latency_takes_its_time_and_lets_the_call_go_on()
    {
        await _faults.AddAsync("latency", CreateUser, new() { ["latencyMs"] = 1500 });
        await _faults.AddAsync("latency", CreateUser, new() { ["latencyMs"] = 500 });

        var call = CreateAsync(PlatformApi.NewEmail());
        await _server.Clock.WhenTimerIsArmedAsync(TimeSpan.FromMilliseconds(1500));
        _server.Clock.Advance(TimeSpan.FromMilliseconds(1500));
        await _server.Clock.WhenTimerIsArmedAsync(TimeSpan.FromMilliseconds(500));
        call.IsCompleted.ShouldBeFalse();
        _server.Clock.Advance(TimeSpan.FromMilliseconds(500));

        (await call).Status.ShouldBe(HttpStatusCode.Created);
        var entry = await _faults.CallHitByAsync("latency+latency");
        ((string?)entry["fault"], (double)entry["milliseconds"]!).ShouldBe(("latency+latency", 2000));
    }

    [Fact]
    public async Task The_same_seed_hits_the_same_calls()
    {
        async Task<string> RunAsync(long seed)
        {
            await _faults.ClearAsync();
            await _faults.AddAsync("error", "GET *", new() { ["seed"] = seed, ["probability"] = 0.4 });
            var hits = "";
            for (var i = 0; i < 40; i++)
            {
                hits += (await _server.Api.GetAsync("/v2/webserv/symbols")).Status == HttpStatusCode.OK ? "." : "x";
            }

            return hits;
        }

        var first = await RunAsync(7);

        (await RunAsync(7)).ShouldBe(first);
        (await RunAsync(8)).ShouldNotBe(first);
        first.Count(static c => c == 'x').ShouldBeInRange(8, 24);
    }

    [Fact]
    public async Task A_fault_ends_at_its_time_by_the_platforms_clock()
    {
        var fault = await _faults.AddAsync("error", "GET *", new() { ["forSeconds"] = 60 });
        ((DateTimeOffset)fault["until"]!).ShouldBe(_server.Clock.GetUtcNow().AddSeconds(60));

        (await _server.Api.GetAsync("/v2/webserv/symbols")).Status.ShouldBe(HttpStatusCode.InternalServerError);
        await _server.As(null).PutAsync("/instrument/api/clock", new JsonObject { ["advanceSeconds"] = 60 });
        (await _server.Api.GetAsync("/v2/webserv/symbols")).Status.ShouldBe(HttpStatusCode.OK);
        (await _faults.CountsAsync(fault)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_fault_of_one_broker_leaves_the_others_alone()
    {
        await _faults.AddAsync("error", "*", new() { ["brokerName"] = PlatformServer.OtherBroker });
        var other = PlatformApi.Trader(PlatformServer.OtherBroker).ToJsonString();

        await _server.Api.NewUserAsync();
        await _server.Api.NewTraderAsync();
        (await _server.Api.SendAsync(HttpMethod.Post, PlatformPaths.Traders, other)).ShouldBeRefused(500, "UNKNOWN_ERROR");
        var xml = $"<x><accountType>HEDGED</accountType><brokerName>{PlatformServer.OtherBroker}</brokerName></x>";
        (await _server.Api.SendAsync(HttpMethod.Post, PlatformPaths.Traders, xml, contentType: "application/xml")).ShouldBeRefused(500, "UNKNOWN_ERROR");
        (await _server.Api.GetAsync($"{PlatformPaths.UserId}?brokerCrmName={PlatformServer.OtherCrm}&email=a@b.test")).ShouldBeRefused(500, "UNKNOWN_ERROR"); // the only one of its CRM
        (await _server.Api.GetAsync($"{PlatformPaths.UserId}?brokerCrmName={PlatformServer.Crm}&email=a@b.test")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_many_calls_at_once_a_fault_befalls_no_more_than_it_may()
    {
        await _faults.AddAsync("error", "GET *", new() { ["times"] = 3 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _server.Api.GetAsync("/v2/webserv/symbols")));

        answers.Count(static answer => answer.Status == HttpStatusCode.InternalServerError).ShouldBe(3);
    }

    [Fact]
    public async Task The_instrument_itself_never_fails()
    {
        await _faults.AddAsync("drop-before", "*");

        (await _faults.ListAsync()).Count.ShouldBe(1);
        (await _server.As(null).GetAsync("/app/api/config")).Status.ShouldBe(HttpStatusCode.OK);
    }
}
