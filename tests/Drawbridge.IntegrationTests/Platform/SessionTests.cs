using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class SessionTests(PlatformServer server)
{
    private const string Sessions = "/app/api/sessions";

    private PlatformApi App => server.As(managerToken: null);

    private static string NewSecret(string kind) => $"{kind}-{Guid.NewGuid():N}";

    private static JsonObject OneTime(string token, string broker = PlatformServer.Broker) =>
        new() { ["brokerName"] = broker, ["source"] = "Web", ["token"] = token };

    private string Exchangeable(long userId, string more = "")
    {
        var code = NewSecret("code");
        server.CrmSide.When(CrmPaths.AuthorizeOneTime, code, 200, $$"""{"userId":{{userId}}{{more}}}""");
        return code;
    }

    private async Task<JsonObject> OpenAsync(long userId, string more = "", string broker = PlatformServer.Broker)
    {
        var answer = await App.PostAsync(Sessions, OneTime(Exchangeable(userId, more), broker));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    private Task<ApiAnswer> LogOutAsync(string sessionId) => App.SendAsync(HttpMethod.Delete, $"{Sessions}/{sessionId}");

    [Fact] // FLOW-CREATE-15..18, FLOW-AUTH-5, FLOW-GEN-2, BID-3, BID-4, BID-41, P2B-4.2-3..5, FLOW-KMLI-2, B2P-0-11
    public async Task A_one_time_token_opens_a_session_with_the_users_accounts()
    {
        var userId = await server.Api.NewUserAsync();
        var login = await server.Api.NewTraderAsync(balance: 234512);
        var link = await server.Api.NewLinkAsync(userId, login);
        var (access, inapp) = (NewSecret("at"), NewSecret("it"));

        var session = await OpenAsync(userId, $$""","accessToken":"{{access}}","inappToken":"{{inapp}}" """);

        ((long)session["userId"]!).ShouldBe(userId);
        ((string?)session["accessToken"]).ShouldBe(access);
        ((string?)session["inappToken"]).ShouldBe(inapp);
        session["ribbons"]!.AsArray().Count.ShouldBe(0);
        session["accounts"]!.ToJsonString().ShouldBe(
            $$"""[{"login":{{login}},"ctidTraderAccountId":{{link}},"brokerName":"tradingtech_main","environmentName":"live","depositCurrency":"EUR","balance":234512,"moneyDigits":2}]""");
        var read = await App.GetAsync($"{Sessions}/{session["sessionId"]}");
        JsonNode.DeepEquals(read.Json["accounts"], session["accounts"]).ShouldBeTrue();
        read.Text.ShouldNotContain(access);
    }

    [Fact] // FLOW-KMLI-3, P2B-4.2-4
    public async Task Without_keep_me_logged_in_there_is_no_access_token() =>
        (await OpenAsync(await server.Api.NewUserAsync())).ContainsKey("accessToken").ShouldBeFalse();

    [Fact] // BID-44, BID-45, BID-1, BID-40, BID-42, BID-43
    public async Task A_session_shows_the_accounts_of_its_broker_only()
    {
        var userId = await server.Api.NewUserAsync();
        await server.Api.NewLinkAsync(userId, await server.Api.NewTraderAsync());
        var login = await server.Api.NewTraderAsync(PlatformServer.WhiteLabel);
        await server.Api.NewLinkAsync(userId, login, PlatformServer.WhiteLabel);

        var session = await OpenAsync(userId, broker: PlatformServer.WhiteLabel);

        session["accounts"]!.AsArray().Select(static account => (long)account!["login"]!).ShouldBe([login]);
    }

    [Fact] // FLOW-RELOGIN-3, FLOW-RELOGIN-5, P2B-4.3-3, P2B-4.3-7
    public async Task A_stored_access_token_opens_a_session_again_and_again()
    {
        var userId = await server.Api.NewUserAsync();
        var access = NewSecret("at");
        server.CrmSide.When(CrmPaths.Authorize, access, 200, $$"""{"userId":{{userId}}}""");
        var body = new JsonObject { ["brokerName"] = PlatformServer.Broker, ["source"] = "iOS", ["accessToken"] = access };

        var first = await App.PostAsync(Sessions, body);
        var second = await App.PostAsync(Sessions, body);

        ((long)first.Json["userId"]!).ShouldBe(userId);
        ((string?)first.Json["sessionId"]).ShouldNotBe((string?)second.Json["sessionId"]);
    }

    [Theory] // FLOW-RELOGIN-6
    [InlineData(404, CrmErrorCode.OneTimeTokenNotFound)]
    [InlineData(410, CrmErrorCode.TokenExpired)]
    [InlineData(417, CrmErrorCode.NonExistedToken)]
    [InlineData(403, CrmErrorCode.InsufficientPermissions)]
    public async Task What_the_crm_refuses_is_unauthorised(int status, string code)
    {
        var token = NewSecret("code");
        server.CrmSide.When(CrmPaths.AuthorizeOneTime, token, (http, _) => FakeCrm.RefuseAsync(http, status, code));

        (await App.PostAsync(Sessions, OneTime(token))).ShouldBeRefused(401, code);
    }

    [Theory] // FLOW-RELOGIN-7
    [InlineData(500, "")]
    [InlineData(503, "busy")]
    [InlineData(429, "")]
    [InlineData(200, "what?")]
    [InlineData(200, """{"userId":1}""")]
    public async Task A_crm_that_cannot_answer_is_a_bad_gateway(int status, string body)
    {
        var token = NewSecret("code");
        server.CrmSide.When(CrmPaths.AuthorizeOneTime, token, status, body);

        (await App.PostAsync(Sessions, OneTime(token))).Status.ShouldBe(HttpStatusCode.BadGateway);
    }

    [Fact] // BID-44
    public async Task A_user_of_another_crm_makes_no_sense()
    {
        var foreign = await server.Api.NewUserAsync(PlatformServer.OtherCrm);

        (await App.PostAsync(Sessions, OneTime(Exchangeable(foreign)))).Status.ShouldBe(HttpStatusCode.BadGateway);
        await OpenAsync(foreign, broker: PlatformServer.OtherBroker);
    }

    [Theory]
    [InlineData("{}", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("""{"brokerName":"tradingtech_main"}""", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("""{"brokerName":"tradingtech_main","token":"a","accessToken":"b"}""", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("""{"brokerName":"unknown","token":"a"}""", 404, PlatformErrorCode.BrokerNotFound)]
    [InlineData("""{"token":"a"}""", 400, PlatformErrorCode.InvalidRequest)]
    public async Task A_session_needs_a_broker_and_one_token(string body, int status, string code) =>
        (await App.SendAsync(HttpMethod.Post, Sessions, body)).ShouldBeRefused(status, code);

    [Theory]
    [InlineData("unknown")]
    [InlineData("dbss_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task An_unknown_session_is_not_found(string sessionId)
    {
        (await App.GetAsync($"{Sessions}/{sessionId}")).ShouldBeRefused(404, "SESSION_NOT_FOUND");
        (await LogOutAsync(sessionId)).ShouldBeRefused(404, "SESSION_NOT_FOUND");
        (await App.PostAsync($"{Sessions}/{sessionId}/onetime-tokens")).ShouldBeRefused(404, "SESSION_NOT_FOUND");
    }

    [Fact] // FLOW-INAPP-4, P2B-IT-7, P2B-4.4-1..4
    public async Task An_in_app_action_gets_a_one_time_token_with_the_sessions_inapp_token()
    {
        var userId = await server.Api.NewUserAsync();
        var inapp = NewSecret("it");
        var session = await OpenAsync(userId, $$""","inappToken":"{{inapp}}" """);
        server.CrmSide.When(CrmPaths.GenerateOneTime, inapp, 200, """{"token":"one-time-token-1234567890"}""");

        var answer = await App.PostAsync($"{Sessions}/{session["sessionId"]}/onetime-tokens");

        answer.Text.ShouldBe("""{"token":"one-time-token-1234567890"}""");
        var seen = server.CrmSide.Requests.Single(request => request.Query["inappToken"] == inapp);
        ((long)seen.Body!["userId"]!).ShouldBe(userId);
    }

    [Fact] // FLOW-LOGOUT-2, P2B-4.5-1..4, P2B-4.5-7
    public async Task Logging_out_tells_the_crm_which_session_ends()
    {
        var userId = await server.Api.NewUserAsync();
        var access = NewSecret("at");
        var session = await OpenAsync(userId, $$""","accessToken":"{{access}}" """);

        var answer = await LogOutAsync((string)session["sessionId"]!);

        ((string?)answer.Json["crm"]).ShouldBe("informed");
        var seen = server.CrmSide.Requests.Single(request => request.Path.EndsWith(CrmPaths.Logout, StringComparison.Ordinal) && request.Query["accessToken"] == access);
        seen.Query["userId"].ToString().ShouldBe($"{userId}");
        (await App.GetAsync($"{Sessions}/{session["sessionId"]}")).ShouldBeRefused(404, "SESSION_NOT_FOUND");
    }

    [Fact] // FLOW-LOGOUT-2
    public async Task A_session_ends_even_if_the_crm_cannot_be_told()
    {
        var userId = await server.Api.NewUserAsync();
        var session = await OpenAsync(userId);
        server.CrmSide.When(CrmPaths.Logout, $"userId={userId}", 500, "");

        var answer = await LogOutAsync((string)session["sessionId"]!);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        ((string?)answer.Json["crm"]).ShouldBe("unreachable");
        (await App.GetAsync($"{Sessions}/{session["sessionId"]}")).ShouldBeRefused(404, "SESSION_NOT_FOUND");
    }

    [Fact] // P2B-4.5-7
    public async Task Of_many_log_outs_at_once_one_reaches_the_crm()
    {
        var userId = await server.Api.NewUserAsync();
        var session = await OpenAsync(userId);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LogOutAsync((string)session["sessionId"]!)));

        answers.Count(static answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        server.CrmSide.Requests.Count(request => request.Path.EndsWith(CrmPaths.Logout, StringComparison.Ordinal) && request.Query["userId"] == $"{userId}").ShouldBe(1);
    }

    [Fact] // B2P-3.12-1..5, FLOW-LOGOUT-1
    public async Task The_broker_can_end_all_sessions_of_a_user_without_being_called_back()
    {
        var userId = await server.Api.NewUserAsync();
        var other = await OpenAsync(await server.Api.NewUserAsync());
        var first = await OpenAsync(userId);
        var second = await OpenAsync(userId, broker: PlatformServer.WhiteLabel);

        (await server.Api.PostAsync($"{PlatformPaths.Logout}?brokerCrmName={PlatformServer.Crm}&userId={userId}")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await App.GetAsync($"{Sessions}/{first["sessionId"]}")).ShouldBeRefused(404, "SESSION_NOT_FOUND");
        (await App.GetAsync($"{Sessions}/{second["sessionId"]}")).ShouldBeRefused(404, "SESSION_NOT_FOUND");
        (await App.GetAsync($"{Sessions}/{other["sessionId"]}")).Status.ShouldBe(HttpStatusCode.OK);
        server.CrmSide.Requests.ShouldNotContain(request => request.Path.EndsWith(CrmPaths.Logout, StringComparison.Ordinal) && request.Query["userId"] == $"{userId}");
    }

    [Fact] // P2B-CT-5
    public async Task A_session_survives_a_restart_and_the_token_of_the_crm_does_not()
    {
        await using var own = await PlatformServer.StartAsync(static _ => { });
        var userId = await own.Api.NewUserAsync();
        var (code, inapp) = (NewSecret("code"), NewSecret("it"));
        own.CrmSide.When(CrmPaths.AuthorizeOneTime, code, 200, $$"""{"userId":{{userId}},"inappToken":"{{inapp}}"}""");
        own.CrmSide.When(CrmPaths.GenerateOneTime, inapp, 200, """{"token":"one-time-token-1234567890"}""");
        var session = (await own.As(null).PostAsync(Sessions, OneTime(code))).Json;

        await own.RestartAsync();

        (await own.As(null).PostAsync($"{Sessions}/{session["sessionId"]}/onetime-tokens")).Status.ShouldBe(HttpStatusCode.OK);
        own.CrmSide.TokensIssued.ShouldBe(2);
    }

    [Fact] // B2P-0-23, ERR-3, P2B-0-16
    public async Task No_token_gets_into_the_database_the_logs_or_the_journal()
    {
        await using var own = await PlatformServer.StartAsync(static _ => { });
        var userId = await own.Api.NewUserAsync();
        var (code, access, inapp, otToken) = (NewSecret("code"), NewSecret("at"), NewSecret("it"), NewSecret("ot"));
        own.CrmSide.When(CrmPaths.AuthorizeOneTime, code, 200, $$"""{"userId":{{userId}},"accessToken":"{{access}}","inappToken":"{{inapp}}"}""");
        own.CrmSide.When(CrmPaths.GenerateOneTime, inapp, 200, $$"""{"token":"{{otToken}}"}""");
        var login = await own.Api.NewTraderAsync();
        await own.Api.NewLinkAsync(userId, login);
        await own.Api.SendAsync(HttpMethod.Post, PlatformPaths.Link, $"not json {inapp}");
        var session = (await own.As(null).PostAsync(Sessions, OneTime(code))).Json;
        var sessionId = (string)session["sessionId"]!;
        await own.As(null).PostAsync($"{Sessions}/{sessionId}/onetime-tokens");

        var stored = own.StoredText();
        await own.As(null).SendAsync(HttpMethod.Delete, $"{Sessions}/{sessionId}");
        var journal = (await own.As(null).GetAsync("/instrument/api/journal")).Text;

        journal.ShouldContain("4.5");
        var secrets = new[]
        {
            code, access, inapp, otToken, sessionId, own.Api.ManagerToken!, FakeCrm.Password, "crm-api-token", PlatformApi.PasswordMd5, PlatformServer.ManagerPassword,
        };
        foreach (var secret in secrets)
        {
            stored.Contains(secret, StringComparison.Ordinal).ShouldBeFalse($"{secret} is in the database");
            own.Logs.Text.Contains(secret, StringComparison.Ordinal).ShouldBeFalse($"{secret} is in the logs");
            journal.Contains(secret, StringComparison.Ordinal).ShouldBeFalse($"{secret} is in the journal");
        }
    }
}
