using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform;

/// <summary>A broker whose users log in at the platform.</summary>
public sealed class HandoffServer : IAsyncLifetime
{
    public PlatformServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PlatformServer.StartAsync(static options =>
    {
        options.Brokers.Single(static broker => broker.BrokerName == PlatformServer.OtherBroker).Identity = IdentityMode.Handoff;
        options.Managers.Add(new() { Login = 2312, Password = PlatformServer.ManagerPassword, DisabledBrokerName = { PlatformServer.OtherBroker } });
    });

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class HandoffTests(HandoffServer fixture) : IClassFixture<HandoffServer>
{
    private const string Sessions = "/app/api/sessions";

    private PlatformServer Server => fixture.Server;

    private PlatformApi App => Server.As(managerToken: null);

    private async Task<(long UserId, string Email, long Login, string SessionId)> OpenAsync(string group = "Default")
    {
        var email = PlatformApi.NewEmail();
        var userId = await Server.Api.NewUserAsync(PlatformServer.OtherCrm, email);
        var login = await Server.Api.NewTraderAsync(PlatformServer.OtherBroker, group);
        await Server.Api.NewLinkAsync(userId, login, PlatformServer.OtherBroker);
        var session = await LogInAsync(login, "account password");
        session.Status.ShouldBe(HttpStatusCode.OK, session.Text);
        return (userId, email, login, (string)session.Json["sessionId"]!);
    }

    private Task<ApiAnswer> LogInAsync(long login, string password, string broker = PlatformServer.OtherBroker) =>
        App.PostAsync(Sessions, new JsonObject { ["brokerName"] = broker, ["login"] = login, ["password"] = password });

    private async Task<string> TokenAsync(string sessionId, long? login = null)
    {
        var answer = await App.PostAsync($"{Sessions}/{sessionId}/onetime-tokens", login is null ? null : new JsonObject { ["login"] = login });
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return (string)answer.Json["token"]!;
    }

    private Task<ApiAnswer> RedeemAsync(string token, string path = PlatformPaths.Redeem, PlatformApi? api = null) =>
        (api ?? Server.Api).PostAsync(path, new JsonObject { ["token"] = token });

    [Theory] // B2P-redeem-1..4, FLOW-HANDOFF-1, FLOW-HANDOFF-3, FLOW-HANDOFF-6, DEC-6, B2P-0-1
    [InlineData(PlatformPaths.Redeem)]
    [InlineData(PlatformPaths.BareRedeem)]
    public async Task A_token_of_the_platform_says_who_the_user_is(string path)
    {
        var (userId, email, login, sessionId) = await OpenAsync();
        var before = Server.CrmSide.Requests.Count;

        var answer = await RedeemAsync(await TokenAsync(sessionId), path);

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Text.ShouldBe($$"""{"userId":{{userId}},"email":"{{email}}","tradingLogin":{{login}}}""");
        Server.CrmSide.Requests.Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_token_is_about_the_account_that_it_was_asked_for()
    {
        var (userId, _, _, sessionId) = await OpenAsync();
        var second = await Server.Api.NewTraderAsync(PlatformServer.OtherBroker);
        await Server.Api.NewLinkAsync(userId, second, PlatformServer.OtherBroker);

        ((long)(await RedeemAsync(await TokenAsync(sessionId, second))).Json["tradingLogin"]!).ShouldBe(second);
        (await App.PostAsync($"{Sessions}/{sessionId}/onetime-tokens", new JsonObject { ["login"] = 1 })).ShouldBeRefused(404, PlatformErrorCode.AccountNotFound);
    }

    [Fact] // B2P-redeem-6
    public async Task Of_many_redeems_at_once_one_succeeds()
    {
        var (_, _, _, sessionId) = await OpenAsync();
        var token = await TokenAsync(sessionId);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => RedeemAsync(token, i % 2 == 0 ? PlatformPaths.Redeem : PlatformPaths.BareRedeem)));

        answers.Count(static answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Where(static answer => answer.Status != HttpStatusCode.OK).ShouldAllBe(static answer =>
            answer.Status == HttpStatusCode.NotFound && answer.ErrorCode == PlatformErrorCode.OneTimeTokenNotFound);
    }

    [Fact] // B2P-redeem-5, B2P-redeem-7, ERR-42
    public async Task Each_reason_against_a_redeem_has_its_status()
    {
        var (_, _, _, sessionId) = await OpenAsync("VIP");
        var token = await TokenAsync(sessionId);
        var limited = await PlatformApi.LogInAsync(Server.Authority.NewClient(Server.Https), 2312, PlatformServer.ManagerPassword);
        var defaultOnly = await PlatformApi.LogInAsync(Server.Authority.NewClient(Server.Https), 2311, PlatformServer.ManagerPassword);

        (await RedeemAsync(token, api: App)).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        (await RedeemAsync(token, api: Server.As("nobody"))).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        (await RedeemAsync(token, api: limited)).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        (await RedeemAsync(token, api: defaultOnly)).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        (await RedeemAsync("16chD7xeIxc3p387Cjdcnpax2er")).ShouldBeRefused(404, PlatformErrorCode.OneTimeTokenNotFound);
        (await RedeemAsync("x")).ShouldBeRefused(404, PlatformErrorCode.OneTimeTokenNotFound);
        (await RedeemAsync("")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        Server.Clock.Advance(TimeSpan.FromSeconds(59));
        var fresh = await TokenAsync(sessionId);
        (await RedeemAsync(token)).Status.ShouldBe(HttpStatusCode.OK); // nobody above has consumed it
        (await RedeemAsync(token)).ShouldBeRefused(404, PlatformErrorCode.OneTimeTokenNotFound);
        Server.Clock.Advance(TimeSpan.FromSeconds(60));
        (await RedeemAsync(fresh)).ShouldBeRefused(404, PlatformErrorCode.OneTimeTokenNotFound);
    }

    [Theory] // B2P-redeem-8, ERR-43
    [InlineData("application/xml", "application/json", 415)]
    [InlineData("application/json", "application/xml", 406)]
    public async Task Json_is_all_that_is_spoken(string contentType, string accept, int status)
    {
        foreach (var path in new[] { PlatformPaths.Redeem, PlatformPaths.BareRedeem })
        {
            (await Server.Api.SendAsync(HttpMethod.Post, path, "{}", contentType, accept)).ShouldBeRefused(status, PlatformErrorCode.InvalidRequest);
        }
    }

    [Fact] // FLOW-HANDOFF-1, FLOW-HANDOFF-10, MOD-24, B2P-3.9-18
    public async Task The_two_identities_do_not_mix()
    {
        var (userId, _, login, sessionId) = await OpenAsync();
        var ssoLogin = await Server.Api.NewTraderAsync();

        (await LogInAsync(login, "wrong")).ShouldBeRefused(401, "LOGIN_REFUSED");
        (await LogInAsync(1, "account password")).ShouldBeRefused(401, "LOGIN_REFUSED");
        (await LogInAsync(ssoLogin, "account password")).ShouldBeRefused(401, "LOGIN_REFUSED");
        (await LogInAsync(ssoLogin, "account password", PlatformServer.Broker)).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await App.PostAsync(Sessions, new JsonObject { ["brokerName"] = PlatformServer.OtherBroker, ["token"] = "16chD7xeIxc3p387Cjdcnpax2er" }))
            .ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await Server.Api.PutAsync(
            PlatformPaths.InAppControls,
            new JsonObject { ["brokerCrmName"] = PlatformServer.OtherCrm, ["userId"] = userId, ["rules"] = new JsonObject() })).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        var before = Server.CrmSide.Requests.Count;
        (await App.SendAsync(HttpMethod.Delete, $"{Sessions}/{sessionId}")).Status.ShouldBe(HttpStatusCode.OK);
        Server.CrmSide.Requests.Count.ShouldBe(before);
        (await App.GetAsync("/app/api/config")).Json["brokers"]!.AsArray().Select(static broker => (string?)broker!["identity"]).ShouldBe(["sso", "sso", "handoff"]);
    }

    [Fact] // B2P-0-23
    public async Task A_token_is_in_no_log_journal_or_file()
    {
        var (_, _, _, sessionId) = await OpenAsync();
        var token = await TokenAsync(sessionId);

        await RedeemAsync(token);

        (await App.GetAsync("/instrument/api/journal")).Text.ShouldNotContain(token);
        Server.Logs.Text.ShouldNotContain(token);
        Server.StoredText().ShouldNotContain(token);
    }
}
