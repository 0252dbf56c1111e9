using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.IntegrationTests.Instrument;

public sealed class TriggerTests : IAsyncLifetime
{
    private const string Attribution = "/oauth2/attribution";
    private const string NewUser = "/oauth2/newUser";

    private PlatformServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await PlatformServer.StartAsync(static options =>
    {
        options.Brokers[0].Invite = new() { AttributionUrl = options.Crms[0].BaseUrl + Attribution, NewUserUrl = options.Crms[0].BaseUrl + NewUser, Token = "invite-token" };
    });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task<ApiAnswer> SendAsync(string call, JsonObject? body = null) => _server.As(null).PostAsync($"/instrument/api/triggers/{call}", body);

    private CrmRequestSeen LastRequest => _server.CrmSide.Requests[^1];

    private async Task<long> LogInAsync(string name)
    {
        var userId = await _server.Api.NewUserAsync();
        _server.CrmSide.When(CrmPaths.AuthorizeOneTime, $"code-of-{name}", 200, $$"""{"userId":{{userId}},"accessToken":"access-{{name}}","inappToken":"inapp-{{name}}"}""");
        await _server.As(null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["token"] = $"code-of-{name}" });
        _server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return userId;
    }

    [Fact]
    public async Task Each_call_is_listed_with_what_can_be_said()
    {
        var triggers = (await _server.As(null).GetAsync("/instrument/api/triggers")).Json["triggers"]!.AsArray();

        triggers.Select(static trigger => (string?)trigger!["call"]).ShouldBe(
            ["crm-token", "authorize-onetime", "authorize-access", "generate-onetime", "invalidate", "invite-attribution", "invite-new-user"]);
        triggers.ShouldAllBe(static trigger => (string?)trigger!["fields"]![0]!["name"] == "brokerName");
    }

    [Fact] // P2B-4.1-1
    public async Task The_answer_is_that_of_the_crm_masked_and_the_call_is_in_the_journal()
    {
        var answer = (await SendAsync("crm-token", new() { ["brokerName"] = PlatformServer.WhiteLabel })).Json;

        ((int)answer["status"]!, (string?)answer["body"], (string?)answer["outcome"], (string?)answer["call"]).ShouldBe((200, """{"crmApiToken":"•••"}""", "answered", "4.1"));
        ((string?)LastRequest.Body!["brokerName"]).ShouldBe(PlatformServer.WhiteLabel);
        var entry = (await _server.As(null).GetAsync($"/instrument/api/journal/{answer["journalId"]}")).Json;
        ((string?)entry["correlationId"]).ShouldBe((string?)answer["correlationId"]);
        LastRequest.Headers["X-Correlation-Id"].ToString().ShouldBe((string?)answer["correlationId"]);
    }

    [Fact] // P2B-4.2-1, P2B-4.3-1, P2B-4.4-1, P2B-4.5-1
    public async Task What_is_left_out_is_that_of_the_newest_session()
    {
        await LogInAsync("ada");
        var bob = await LogInAsync("bob");
        _server.CrmSide.When(CrmPaths.GenerateOneTime, "inapp-bob", 200, """{"token":"token-made-for-bob"}""");
        _server.CrmSide.When(CrmPaths.AuthorizeOneTime, "token-made-for-bob", 200, $$"""{"userId":{{bob}}}""");
        _server.CrmSide.When(CrmPaths.Authorize, "access-bob", 200, $$"""{"userId":{{bob}}}""");

        ((string?)(await SendAsync("generate-onetime")).Json["body"]).ShouldBe("""{"token":"•••"}""");
        ((long)LastRequest.Body!["userId"]!, LastRequest.Query["inappToken"].ToString()).ShouldBe((bob, "inapp-bob"));
        ((int)(await SendAsync("authorize-onetime")).Json["status"]!).ShouldBe(200);
        ((string?)LastRequest.Body!["code"]).ShouldBe("token-made-for-bob");
        ((int)(await SendAsync("authorize-access")).Json["status"]!).ShouldBe(200);
        ((string?)LastRequest.Body!["accessToken"]).ShouldBe("access-bob");
        ((int)(await SendAsync("invalidate")).Json["status"]!).ShouldBe(204);
        (LastRequest.Query["userId"].ToString(), LastRequest.Query["accessToken"].ToString()).ShouldBe(($"{bob}", "access-bob"));

        // Nothing changed here.
        ((int)(await SendAsync("invalidate")).Json["status"]!).ShouldBe(204);
    }

    [Fact]
    public async Task What_is_given_is_sent()
    {
        var ada = await LogInAsync("ada");
        await LogInAsync("bob");

        (await SendAsync("authorize-onetime", new() { ["token"] = "given-by-the-developer" })).Json["outcome"]!.ToString().ShouldBe("refused");
        ((string?)LastRequest.Body!["code"]).ShouldBe("given-by-the-developer");
        await SendAsync("authorize-access", new() { ["accessToken"] = "also-given" });
        ((string?)LastRequest.Body!["accessToken"]).ShouldBe("also-given");
        await SendAsync("generate-onetime", new() { ["userId"] = ada });
        ((long)LastRequest.Body!["userId"]!, LastRequest.Query["inappToken"].ToString()).ShouldBe((ada, "inapp-ada"));
        await SendAsync("generate-onetime", new() { ["userId"] = 7, ["inappToken"] = "" });
        ((long)LastRequest.Body!["userId"]!, LastRequest.Query.ContainsKey("inappToken")).ShouldBe((7, false));
        await SendAsync("invalidate", new() { ["userId"] = ada, ["accessToken"] = "" });
        (LastRequest.Query["userId"].ToString(), LastRequest.Query["accessToken"].ToString()).ShouldBe(($"{ada}", ""));
        (await _server.As(null).GetAsync("/instrument/api/journal")).Text.ShouldNotContain("also-given");
    }

    [Fact]
    public async Task What_cannot_be_sent_is_refused_with_what_to_do()
    {
        (await SendAsync("explode")).ShouldBeRefused(404, "NOT_FOUND");
        (await SendAsync("crm-token", new() { ["brokerName"] = "nobody" })).ShouldBeRefused(400, "INVALID_REQUEST");
        (await SendAsync("crm-token", new() { ["userId"] = 1 })).ShouldBeRefused(400, "INVALID_REQUEST"); // it has no such field
        foreach (var call in new[] { "authorize-onetime", "authorize-access", "generate-onetime", "invalidate" })
        {
            ((string)(await SendAsync(call)).Json["error"]!["description"]!).ShouldContain("give every field");
        }

        (await SendAsync("invite-attribution")).ShouldBeRefused(400, "INVALID_REQUEST");
        ((string)(await SendAsync("invite-new-user", new() { ["brokerName"] = PlatformServer.OtherBroker })).Json["error"]!["description"]!).ShouldContain("Invite:");
        _server.CrmSide.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_crm_that_is_not_there_is_unreachable()
    {
        await new FaultApi(_server).AddAsync("drop-before", "POST /oauth2/crmApiToken");

        var answer = (await SendAsync("invalidate", new() { ["userId"] = 1, ["accessToken"] = "" })).Json;

        ((int)answer["status"]!, (string?)answer["body"], (string?)answer["outcome"], (string?)answer["reason"], (string?)answer["call"])
            .ShouldBe((0, null, "unreachable", "NotConnected", "4.1"));
    }

    [Fact] // INV-13, INV-24
    public async Task The_webhooks_of_invite_are_sent_too()
    {
        var (partner, invited) = (await _server.Api.NewUserAsync(), await _server.Api.NewUserAsync(email: "invited@example.test"));
        _server.CrmSide.When(Attribution, "brokerName", 200, """{"brokerResult":"ATTRIBUTED"}""");
        _server.CrmSide.When(NewUser, "brokerName", 500, "{}");

        var attribution = (await SendAsync("invite-attribution", new() { ["invitedUserId"] = invited, ["partnerUserId"] = partner })).Json;

        ((int)attribution["status"]!, (string?)attribution["body"]).ShouldBe((200, """{"brokerResult":"ATTRIBUTED"}"""));
        LastRequest.RawBody.ShouldContain($"\"invitedUserId\":{invited},\"partnerUserId\":{partner}");
        LastRequest.Headers["Authorization"].ToString().ShouldBe("Basic invite-token");
        var announced = (await SendAsync("invite-new-user", new() { ["userId"] = invited, ["partnerUserId"] = partner })).Json;
        ((int)announced["status"]!, (string?)announced["outcome"]).ShouldBe((500, "refused"));
        LastRequest.RawBody.ShouldContain("invited@example.test");
    }
}
