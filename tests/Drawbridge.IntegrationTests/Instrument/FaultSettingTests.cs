using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Platform.Faults;
using Drawbridge.Platform.Instrument;

namespace Drawbridge.IntegrationTests.Instrument;

public sealed class FaultSettingTests : IAsyncLifetime
{
    private PlatformServer _server = null!;
    private FaultApi _faults = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PlatformServer.StartAsync(static _ => { });
        _faults = new(_server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<string> ProblemAsync(string body)
    {
        var answer = await _server.As(null).SendAsync(HttpMethod.Post, "/instrument/api/faults", body);
        answer.ShouldBeRefused(400, "INVALID_REQUEST");
        return (string)answer.Json["error"]!["description"]!;
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var problem = await ProblemAsync(
            """
            {"kind":"explode","route":"/no/method","probability":2,"seed":-1,"times":0,"latencyMs":0,"status":200,"errorCode":"no code","direction":"up",
             "brokerName":"nobody","until":"2020-01-01T00:00:00Z","forSeconds":1,"colour":"red"}
            """);

        new[]
        {
            "kind must be one of latency, error, drop-before", "route must be 'METHOD /template'", "probability", "seed", "times", "latencyMs must be a whole number",
            "latencyMs must be given with", "status must be a whole number from 400 to 599", "status and errorCode must be left out", "errorCode must consist", "direction",
            "brokerName", "until must be later", "only one of until and forSeconds", "without a meaning",
        }.Where(expected => !problem.Contains(expected)).ShouldBeEmpty(problem);
        (await _faults.ListAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("error", "GET /no/such/route", "")]
    [InlineData("error", "PATCH /oauth2/authorize", "")]
    [InlineData("expired-crm-token", "POST /oauth2/crmApiToken", "")]
    [InlineData("expired-crm-token", "POST /cid/*", "")]
    [InlineData("replayed-token", "POST /oauth2/authorize", "")]
    [InlineData("swapped-token", "POST /oauth2/onetime/authorize", "")]
    [InlineData("swapped-token", "*", ",\"direction\":\"in\"")]
    [InlineData("error", "POST /oauth2/authorize", ",\"direction\":\"in\"")]
    public async Task A_fault_that_could_never_befall_a_call_is_a_mistake(string kind, string route, string more) =>
        (await ProblemAsync($$"""{"kind":"{{kind}}","route":"{{route}}"{{more}}}""")).ShouldContain($"route must fit a call that {kind} can befall");

    [Theory]
    [InlineData("latency", "*", ",\"latencyMs\":1")]
    [InlineData("error", "POST /oauth2/authorize", "")]
    [InlineData("error", "post /TT/oauth2/authorize", "")] // as the journal writes it, below the CRM's address
    [InlineData("drop-after", "* /v2/webserv/traders/{login}", "")]
    [InlineData("swapped-token", "POST *", ",\"direction\":\"out\"")]
    public async Task A_fault_that_could_is_taken(string kind, string route, string more)
    {
        var answer = await _server.As(null).SendAsync(HttpMethod.Post, "/instrument/api/faults", $$"""{"kind":"{{kind}}","route":"{{route}}"{{more}}}""");

        ((int)answer.Status).ShouldBe(201, answer.Text);
        JsonNode.DeepEquals(answer.Json, (await _faults.ListAsync())[0]).ShouldBeTrue();
        ((long)answer.Json["seed"]!).ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task One_or_all_are_removed_and_there_are_not_too_many()
    {
        var first = await _faults.AddAsync("error", "GET *");
        for (var i = 1; i < FaultRegistry.Capacity; i++)
        {
            await _faults.AddAsync("error", "GET *");
        }

        (await _server.As(null).PostAsync("/instrument/api/faults", new JsonObject { ["kind"] = "error", ["route"] = "*" })).ShouldBeRefused(409, "INVALID_REQUEST");
        ((int)(await _server.As(null).SendAsync(HttpMethod.Delete, $"/instrument/api/faults/{first["id"]}")).Status).ShouldBe(204);
        (await _server.As(null).SendAsync(HttpMethod.Delete, $"/instrument/api/faults/{first["id"]}")).ShouldBeRefused(404, "NOT_FOUND");
        (await _faults.ListAsync()).Count.ShouldBe(FaultRegistry.Capacity - 1);
        await _faults.ClearAsync();
        (await _faults.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public void Draws_are_spread_evenly_and_differ_by_seed()
    {
        var draws = Enumerable.Range(0, 10_000).Select(static n => SplitMix.FractionAt(1, n)).ToList();

        draws.ShouldAllBe(static draw => draw >= 0 && draw < 1);
        draws.Average().ShouldBeInRange(0.48, 0.52);
        Enumerable.Range(0, 10).Select(bin => draws.Count(draw => (int)(draw * 10) == bin)).ShouldAllBe(static count => count > 850 && count < 1150);
        Enumerable.Range(0, 1000).Select(static seed => SplitMix.FractionAt(seed, 0)).Distinct().Count().ShouldBe(1000);
    }
}
