using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.IntegrationTests.Instrument;

/// <summary>What a CRM meets when the platform is made to fail, and what the platform makes of a CRM that seems to.</summary>
public sealed class OutgoingFaultTests : IAsyncLifetime
{
    private const string Exchange = "POST " + CrmPaths.AuthorizeOneTime;

    private PlatformServer _server = null!;
    private FaultApi _faults = null!;
    private int _count;

    public async ValueTask InitializeAsync()
    {
        _server = await PlatformServer.StartAsync(static _ => { });
        _faults = new(_server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private IReadOnlyList<CrmRequestSeen> Seen(string path) => [.. _server.CrmSide.Requests.Where(request => request.Path.EndsWith(path, StringComparison.Ordinal))];

    /// <summary>A token that the CRM takes for a user with tokens of that name.</summary>
    private async Task<(string Code, long UserId)> NewCodeAsync(string name = "nobody")
    {
        var (code, userId) = ($"code-number-{++_count}-of-this-test", await _server.Api.NewUserAsync());
        _server.CrmSide.When(CrmPaths.AuthorizeOneTime, code, 200, $$"""{"userId":{{userId}},"accessToken":"access-{{name}}","inappToken":"inapp-{{name}}"}""");
        return (code, userId);
    }

    private Task<ApiAnswer> OpenAsync(string code) =>
        _server.As(null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["token"] = code });

    private async Task<string> NewSessionAsync(string name) => (string)(await OpenAsync((await NewCodeAsync(name)).Code)).Json["sessionId"]!;

    [Fact]
    public async Task An_error_is_told_the_platform_and_the_crm_sees_no_call()
    {
        await _faults.AddAsync("error", Exchange, new() { ["status"] = 403, ["errorCode"] = "MADE_UP" });
        var (code, _) = await NewCodeAsync();

        (await OpenAsync(code)).ShouldBeRefused(401, "MADE_UP");

        Seen(CrmPaths.AuthorizeOneTime).ShouldBeEmpty();
        var call = await _faults.LastCallAsync();
        ((string?)call["fault"], (int)call["status"]!).ShouldBe(("error", 403));
    }

    [Fact]
    public async Task A_connection_dropped_before_leaves_the_token_unused()
    {
        await _faults.AddAsync("drop-before", Exchange, new() { ["times"] = 1 });
        var (code, _) = await NewCodeAsync();

        (await OpenAsync(code)).ShouldBeRefused(502, "CRM_UNREACHABLE");
        Seen(CrmPaths.AuthorizeOneTime).ShouldBeEmpty();
        (await OpenAsync(code)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_connection_dropped_after_leaves_the_token_used()
    {
        await _faults.AddAsync("drop-after", Exchange, new() { ["times"] = 1 });
        var (code, _) = await NewCodeAsync();

        (await OpenAsync(code)).ShouldBeRefused(502, "CRM_UNREACHABLE");

        Seen(CrmPaths.AuthorizeOneTime).Count.ShouldBe(1);
        var call = await _faults.LastCallAsync();
        ((string?)call["fault"], (int)call["status"]!).ShouldBe(("drop-after", 0));
    }

    [Fact]
    public async Task A_malformed_answer_makes_no_sense_to_the_platform()
    {
        await _faults.AddAsync("malformed", Exchange);
        var (code, _) = await NewCodeAsync();

        (await OpenAsync(code)).ShouldBeRefused(502, "CRM_ANSWER_INVALID");

        Seen(CrmPaths.AuthorizeOneTime).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Latency_longer_than_the_time_limit_is_no_answer_in_time()
    {
        await _faults.AddAsync("latency", Exchange, new() { ["latencyMs"] = 11_000 });
        var (code, _) = await NewCodeAsync();
        await _server.As(null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["accessToken"] = "fetches-the-crm-api-token" });

        var open = OpenAsync(code);
        await _server.Clock.WhenTimerIsArmedAsync(TimeSpan.FromSeconds(10));
        _server.Clock.Advance(TimeSpan.FromSeconds(10));

        (await open).ShouldBeRefused(502, "CRM_UNREACHABLE");
        Seen(CrmPaths.AuthorizeOneTime).ShouldBeEmpty();
    }

    [Fact] // P2B-0-17
    public async Task An_expired_crm_token_is_refused_and_the_platform_fetches_another()
    {
        var (code, userId) = await NewCodeAsync();
        _server.CrmSide.When(CrmPaths.AuthorizeOneTime, code, (http, request) => request.Query["crmApiToken"].ToString().StartsWith("dbct_", StringComparison.Ordinal)
            ? FakeCrm.RefuseAsync(http, 403, CrmErrorCode.ClientAuthFailure)
            : FakeCrm.WriteAsync(http, 200, $$"""{"userId":{{userId}}}"""));
        await _faults.AddAsync("expired-crm-token", Exchange, new() { ["times"] = 1 });

        (await OpenAsync(code)).Status.ShouldBe(HttpStatusCode.OK);

        var sent = Seen(CrmPaths.AuthorizeOneTime).Select(static request => request.Query["crmApiToken"].ToString()).ToList();
        sent.Count.ShouldBe(2);
        sent[0].ShouldStartWith("dbct_");
        sent[1].ShouldStartWith("crm-api-token-2-");
        var journal = (await _server.As(null).GetAsync("/instrument/api/journal?direction=out")).Json["entries"]!.AsArray();
        journal.Select(static entry => $"{entry!["call"]} {entry["status"]} {entry["fault"]}".TrimEnd()).ShouldBe(["4.1 200", "4.2 403 expired-crm-token", "4.1 200", "4.2 200"]);
    }

    [Fact]
    public async Task A_replayed_token_reaches_the_crm_twice()
    {
        var (code, _) = await NewCodeAsync();
        await _faults.AddAsync("replayed-token", Exchange);

        await OpenAsync(code);

        Seen(CrmPaths.AuthorizeOneTime).Select(static request => (string?)request.Body!["code"]).ShouldBe([code, code]);
        Seen(CrmPaths.AuthorizeOneTime).ShouldAllBe(static request => request.Headers["X-Correlation-Id"].Count == 1);
        var journal = (await _server.As(null).GetAsync("/instrument/api/journal?search=replayed-token")).Json["entries"]!.AsArray();
        journal.Count.ShouldBe(1);
        ((string?)journal[0]!["call"]).ShouldBe("4.2");
    }

    [Fact]
    public async Task A_swapped_token_is_that_of_another_user()
    {
        var fault = await _faults.AddAsync("swapped-token", "POST *");
        var ada = await NewSessionAsync("ada");
        await _server.As(null).PostAsync($"/app/api/sessions/{ada}/onetime-tokens");
        Seen(CrmPaths.GenerateOneTime)[^1].Query["inappToken"].ToString().ShouldBe("inapp-ada"); // nobody else is there
        (await _faults.CountsAsync(fault)).ShouldBe((1, 0));
        await NewSessionAsync("bob");

        await _server.As(null).PostAsync($"/app/api/sessions/{ada}/onetime-tokens");
        Seen(CrmPaths.GenerateOneTime)[^1].Query["inappToken"].ToString().ShouldBe("inapp-bob");
        await _server.As(null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["accessToken"] = "access-ada" });
        ((string?)Seen(CrmPaths.Authorize).Last(static request => !request.Path.Contains("onetime"))!.Body!["accessToken"]).ShouldBe("access-bob");
        await _server.As(null).SendAsync(HttpMethod.Delete, $"/app/api/sessions/{ada}");
        Seen(CrmPaths.Logout)[^1].Query["accessToken"].ToString().ShouldBe("access-bob");
        (await _faults.CountsAsync(fault)).ShouldBe((4, 3));
        ((string?)(await _faults.LastCallAsync())["fault"]).ShouldBe("swapped-token");
        (await _server.As(null).GetAsync("/instrument/api/journal")).Text.ShouldNotContain("access-bob");
    }
}
