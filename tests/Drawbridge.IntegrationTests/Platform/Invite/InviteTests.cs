using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Platform.Invite;

public sealed class SqliteInviteTests(SqliteInviteServer fixture) : InviteTests(fixture), IClassFixture<SqliteInviteServer>;

public sealed class PostgresInviteTests(PostgresInviteServer fixture) : InviteTests(fixture), IClassFixture<PostgresInviteServer>;

/// <summary>Invite on a real server, the same tests on either engine.</summary>
public abstract class InviteTests(InviteServer fixture)
{
    private PlatformServer Server => fixture.Server;

    private async Task<(long UserId, string Nickname)> NewPartnerAsync(string crm = PlatformServer.Crm)
    {
        var nickname = $"p{Guid.NewGuid():N}"[..20];
        var answer = await Server.Api.PostAsync(
            PlatformPaths.CreateUser, new JsonObject { ["brokerCrmName"] = crm, ["email"] = PlatformApi.NewEmail(), ["nickname"] = nickname });
        return ((long)answer.Json["userId"]!, nickname);
    }

    /// <summary>A user comes to the broker's application by a link.</summary>
    private async Task<string> OpenAsync(long userId, string? u, string broker = PlatformServer.Broker)
    {
        var code = $"code-{Guid.NewGuid():N}";
        Server.CrmSide.When(CrmPaths.AuthorizeOneTime, code, 200, $$"""{"userId":{{userId}}}""");
        var answer = await Server.As(null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = broker, ["token"] = code, ["u"] = u });
        answer.Status.ShouldBe(HttpStatusCode.OK);
        return (string)answer.Json["sessionId"]!;
    }

    private void Answer(string path, long userId, int status, string body) => Server.CrmSide.When(path, $":{userId},", status, body);

    /// <summary>Waits for calls to a webhook that mention a user; retries wait for the clock.</summary>
    private async Task<List<CrmRequestSeen>> SeenAsync(string path, long userId, int count)
    {
        List<CrmRequestSeen> seen = [];
        await UntilAsync(
            () =>
            {
                seen = [.. Server.CrmSide.Requests.Where(request => request.Path == path && request.RawBody.Contains($":{userId},", StringComparison.Ordinal))];
                return Task.FromResult(seen.Count >= count);
            },
            $"{count} calls to {path}");
        return seen;
    }

    private async Task<JsonObject> AnsweredAsync(long userId)
    {
        var view = new JsonObject();
        await UntilAsync(
            async () =>
            {
                view = (await Server.As(null).GetAsync($"/app/api/invitations/{PlatformServer.Broker}/{userId}")).Json;
                return view["brokerResult"] is not null;
            },
            "an answer to the webhook");
        return view;
    }

    private Task JobsAreDoneAsync(long userId) => UntilAsync(
        async () => await Server.Services.GetRequiredService<PlatformDatabase>().ReadAsync(
            session => session.GetAsync<long>("select count(*) from jobs where payload like @payload", new { payload = $"{userId} %" }),
            TestContext.Current.CancellationToken) == 0,
        "the end of the jobs");

    /// <summary>The clock goes with the wait, for retries, but slowly: a job whose lease ends is done once more.</summary>
    private async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var deadline = Environment.TickCount64 + 20_000; !await holds();)
        {
            Environment.TickCount64.ShouldBeLessThan(deadline, what);
            Server.Clock.Advance(TimeSpan.FromMilliseconds(50));
            using var wait = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            await wait.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task<ApiAnswer> PullAsync(string path, string? token)
    {
        using var client = Server.Authority.NewClient(Server.Https);
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await new PlatformApi(client, managerToken: null).GetAsync(path);
    }

    private async Task<JsonObject?> InvitationAsync(long userId) => (await PullAsync("/v1/social/invitedUsers?limit=10000", Server.Api.ManagerToken)).Json["invitedUsers"]!
        .AsArray().SingleOrDefault(item => (long)item!["invitedUserId"]! == userId)?.AsObject();

    [Fact] // INV-1, INV-11..13, INV-15..17, INV-30..32, INV-40, INV-41, INV-23, INV-24
    public async Task A_link_leads_to_an_attribution_that_the_broker_names()
    {
        var (partner, nickname) = await NewPartnerAsync();
        var (first, second) = (await Server.Api.NewUserAsync(), await Server.Api.NewUserAsync());
        Answer(InviteServer.Attribution, first, 200, """{"brokerPartnerId":"I2333PIOIII","brokerResult":"ATTRIBUTED_NEW"}""");
        Answer(InviteServer.Attribution, second, 200, """{"brokerPartnerId":"I2333PIOIII","brokerResult":"ATTRIBUTED"}""");
        Answer(InviteServer.NewUser, first, 200, "");
        Answer(InviteServer.NewUser, second, 200, "");

        await OpenAsync(first, nickname.ToUpperInvariant());
        var told = (await SeenAsync(InviteServer.Attribution, first, 1))[0];
        await AnsweredAsync(first);

        await OpenAsync(second, nickname);
        var again = (await SeenAsync(InviteServer.Attribution, second, 1))[0];
        var newUser = (await SeenAsync(InviteServer.NewUser, first, 1))[0];

        told.RawBody.ShouldBe($$"""{"invitedUserId":{{first}},"partnerUserId":{{partner}},"brokerName":"tradingtech_main"}""");
        told.Headers["Authorization"].ToString().ShouldBe("Basic " + InviteServer.Token);
        again.RawBody.ShouldBe($$"""{"invitedUserId":{{second}},"partnerUserId":{{partner}},"brokerPartnerId":"I2333PIOIII","brokerName":"tradingtech_main"}""");
        JsonNode.Parse(newUser.RawBody)!.AsObject().Select(static member => member.Key).ShouldBe(["userId", "brokerName", "email", "partnerUserId"]);
        (await InvitationAsync(first))!.Select(static member => member.Key)
            .ShouldBe(["invitedUserId", "partnerUserId", "brokerPartnerId", "brokerName", "createTimestamp"]);
    }

    [Fact] // FLOW-ATTR1-5, FLOW-ATTR1-6, INV-7, INV-40
    public async Task A_partner_sees_a_link_of_their_own_and_whom_it_brought()
    {
        var (partner, nickname) = await NewPartnerAsync();
        var (first, second) = (await Server.Api.NewUserAsync(), await Server.Api.NewUserAsync());
        Answer(InviteServer.Attribution, first, 200, """{"brokerPartnerId":"I7","brokerResult":"ATTRIBUTED_NEW"}""");
        Answer(InviteServer.Attribution, second, 200, """{"brokerResult":"PENDING_ATTRIBUTION"}""");
        Answer(InviteServer.NewUser, first, 200, "");
        Answer(InviteServer.NewUser, second, 200, "");
        var session = await OpenAsync(partner, null);
        var before = (await Server.As(null).GetAsync($"/app/api/sessions/{session}/invite")).Json;

        await Server.Api.PutAsync(PlatformPaths.Referral, new JsonObject { ["brokerCrmName"] = PlatformServer.Crm, ["userId"] = partner, ["partnerId"] = "IB & Co" });
        var invited = await OpenAsync(first, nickname);
        await AnsweredAsync(first);
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await OpenAsync(second, nickname);
        await AnsweredAsync(second);
        var after = (await Server.As(null).GetAsync($"/app/api/sessions/{session}/invite")).Json;
        var code = await Server.As(null).GetAsync($"/app/api/sessions/{session}/invite/code.svg");
        var other = (await Server.As(null).GetAsync($"/app/api/sessions/{invited}/invite")).Json;

        var link = $"{Server.Https.AbsoluteUri}app/?brokerName={PlatformServer.Broker}&brokerCrmName={PlatformServer.Crm}&u={nickname}";
        ((string?)before["link"], (string?)before["partnerId"], before["invited"]!.AsArray().Count, (bool)before["brokerIsTold"]!).ShouldBe((link, null, 0, true));
        ((string?)after["link"], (string?)after["partnerId"]).ShouldBe((link + "&partnerId=IB%20%26%20Co", "IB & Co"));
        after["invited"]!.AsArray().Select(static one => ((long)one!["userId"]!, (string?)one["brokerResult"]))
            .ShouldBe([(second, "PENDING_ATTRIBUTION"), (first, "ATTRIBUTED_NEW")]);
        ((long)other["invitedBy"]!["userId"]!, (string?)other["invitedBy"]!["nickname"], (string?)other["invitedBy"]!["brokerPartnerId"]).ShouldBe((partner, nickname, "I7"));
        (code.Status, code.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "image/svg+xml"));
        foreach (var path in new[] { "invite", "invite/code.svg" })
        {
            (await Server.As(null).GetAsync($"/app/api/sessions/{session}x/{path}")).ShouldBeRefused(404, "SESSION_NOT_FOUND");
        }
    }

    [Fact] // INV-41, INV-40
    public async Task Only_a_known_partner_of_the_crm_invites_and_the_first_one_counts()
    {
        var (partner, nickname) = await NewPartnerAsync();
        var (_, other) = await NewPartnerAsync();
        var userId = await Server.Api.NewUserAsync();
        Answer(InviteServer.Attribution, userId, 200, "{}");
        Answer(InviteServer.NewUser, userId, 200, "");

        await OpenAsync(userId, null);
        await OpenAsync(userId, "nobody");
        (await InvitationAsync(userId)).ShouldBeNull();
        await OpenAsync(partner, nickname);
        (await InvitationAsync(partner)).ShouldBeNull(); // nobody invites oneself
        await OpenAsync(userId, nickname);
        await OpenAsync(userId, other); // within the guaranteed period
        ((long)(await InvitationAsync(userId))!["partnerUserId"]!).ShouldBe(partner);
    }

    [Fact] // INV-11, INV-12, INV-21, INV-18
    public async Task What_the_broker_did_not_take_is_sent_again_and_can_be_resent()
    {
        var (_, nickname) = await NewPartnerAsync();
        var userId = await Server.Api.NewUserAsync();
        var count = 0;
        Server.CrmSide.When(InviteServer.Attribution, $":{userId},", (http, _) => Interlocked.Increment(ref count) < 3
            ? FakeCrm.WriteAsync(http, 503, "busy")
            : FakeCrm.WriteAsync(http, 200, """{"brokerResult":"PENDING_ATTRIBUTION"}"""));
        Answer(InviteServer.NewUser, userId, 200, "not json");

        await OpenAsync(userId, nickname);
        var seen = await SeenAsync(InviteServer.Attribution, userId, 3);
        var resent = await Server.As(null).PostAsync($"/app/api/invitations/{PlatformServer.Broker}/{userId}/resend");
        await SeenAsync(InviteServer.Attribution, userId, 4);

        seen.Select(static request => request.RawBody).Distinct().ShouldHaveSingleItem();
        resent.Status.ShouldBe(HttpStatusCode.NoContent);
        (await Server.As(null).PostAsync($"/app/api/invitations/{PlatformServer.Broker}/1/resend")).ShouldBeRefused(404, "INVITATION_NOT_FOUND");
        Server.Logs.Text.ShouldNotContain(InviteServer.Token);
        (await Server.As(null).GetAsync("/instrument/api/journal")).Text.ShouldNotContain(InviteServer.Token);
    }

    [Theory] // INV-14..19
    [InlineData("""{"brokerPartnerId":"I1","brokerResult":"ATTRIBUTED_NEW"}""", "I1", "ATTRIBUTED_NEW")]
    [InlineData("""{"brokerPartnerId ":"I2"," brokerResult":"ATTRIBUTED"}""", "I2", "ATTRIBUTED")]
    [InlineData("""{"brokerResult":"PENDING_ATTRIBUTION","more":[1]}""", null, "PENDING_ATTRIBUTION")]
    [InlineData("""{"brokerPartnerId":7,"brokerResult":"REATTRIBUTED"}""", null, "REATTRIBUTED")]
    public async Task Each_of_the_four_results_is_kept(string answer, string? partnerId, string result)
    {
        var (_, nickname) = await NewPartnerAsync();
        var userId = await Server.Api.NewUserAsync();
        Answer(InviteServer.Attribution, userId, 200, answer);
        Answer(InviteServer.NewUser, userId, 200, "");

        await OpenAsync(userId, nickname);
        var view = await AnsweredAsync(userId);

        ((string?)view["brokerResult"], (string?)view["brokerPartnerId"]).ShouldBe((result, partnerId));
    }

    [Theory] // INV-15
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"brokerResult":"SOMETHING_ELSE","brokerPartnerId":""}""")]
    [InlineData("""{"brokerResult":"\ud800"}""")]
    public async Task An_answer_that_says_nothing_is_success_all_the_same(string answer)
    {
        var (_, nickname) = await NewPartnerAsync();
        var userId = await Server.Api.NewUserAsync();
        Answer(InviteServer.Attribution, userId, 200, answer);
        Answer(InviteServer.NewUser, userId, 200, "");

        await OpenAsync(userId, nickname);
        await JobsAreDoneAsync(userId);

        (await SeenAsync(InviteServer.Attribution, userId, 1)).Count.ShouldBe(1);
        (await InvitationAsync(userId))!.ContainsKey("brokerPartnerId").ShouldBeFalse();
    }

    [Fact] // INV-19, INV-42
    public async Task After_the_guaranteed_period_another_partner_wins()
    {
        var ((first, nickname), (second, other)) = (await NewPartnerAsync(), await NewPartnerAsync());
        var userId = await Server.Api.NewUserAsync();
        Answer(InviteServer.NewUser, userId, 200, "");
        Server.CrmSide.When(InviteServer.Attribution, $":{userId},", (http, _) => FakeCrm.WriteAsync(http, 200, """{"brokerResult":"ATTRIBUTED"}"""));
        await OpenAsync(userId, nickname);
        await JobsAreDoneAsync(userId); // or their lease would end with the jump of the clock
        Server.Clock.Advance(InviteServer.GuaranteedPeriod - TimeSpan.FromHours(1));
        await OpenAsync(userId, other);
        (await SeenAsync(InviteServer.Attribution, userId, 1)).Count.ShouldBe(1);
        Server.Clock.Advance(TimeSpan.FromHours(1));
        Server.CrmSide.When(InviteServer.Attribution, $":{userId},", (http, _) => FakeCrm.WriteAsync(http, 200, """{"brokerResult":"REATTRIBUTED"}"""));

        await OpenAsync(userId, other);
        var told = await SeenAsync(InviteServer.Attribution, userId, 2);
        await AnsweredAsync(userId);

        told[1].RawBody.ShouldBe($$"""{"invitedUserId":{{userId}},"partnerUserId":{{second}},"brokerName":"tradingtech_main"}""");
        var listed = (await PullAsync("/v1/social/invitedUsers?limit=10000", Server.Api.ManagerToken)).Json["invitedUsers"]!.AsArray()
            .Where(item => (long)item!["invitedUserId"]! == userId).Select(static item => (long)item!["partnerUserId"]!);
        listed.ShouldBe([first, second]); // the latest last
    }

    [Fact] // INV-4, INV-5
    public async Task Users_who_log_in_at_the_platform_are_invited_too_and_what_is_not_registered_is_not_sent()
    {
        var (partner, nickname) = await NewPartnerAsync(PlatformServer.OtherCrm);
        var userId = await Server.Api.NewUserAsync(PlatformServer.OtherCrm);
        var login = await Server.Api.NewTraderAsync(PlatformServer.OtherBroker);
        await Server.Api.NewLinkAsync(userId, login, PlatformServer.OtherBroker);
        Answer(InviteServer.Attribution, userId, 200, "{}");

        (await Server.As(null).PostAsync(
            "/app/api/sessions",
            new JsonObject { ["brokerName"] = PlatformServer.OtherBroker, ["login"] = login, ["password"] = "account password", ["u"] = nickname }))
            .Status.ShouldBe(HttpStatusCode.OK);
        await JobsAreDoneAsync(userId);

        (await SeenAsync(InviteServer.Attribution, userId, 1))[0].RawBody
            .ShouldBe($$"""{"invitedUserId":{{userId}},"partnerUserId":{{partner}},"brokerName":"financialhouse_main"}""");
        (await SeenAsync(InviteServer.NewUser, userId, 0)).ShouldBeEmpty();
        var read = await Server.Api.GetAsync($"{PlatformPaths.Referral}?brokerCrmName={PlatformServer.OtherCrm}&userId={userId}");
        read.Text.ShouldBeEmpty(); // the identifiers of call 3.6 are another matter
    }

    [Fact] // INV-5, INV-31
    public async Task A_broker_that_has_registered_nothing_can_pull()
    {
        var (_, nickname) = await NewPartnerAsync();
        var userId = await Server.Api.NewUserAsync();

        await OpenAsync(userId, nickname, PlatformServer.WhiteLabel);

        ((string?)(await InvitationAsync(userId))!["brokerName"]).ShouldBe(PlatformServer.WhiteLabel);
        await JobsAreDoneAsync(userId);
        (await SeenAsync(InviteServer.Attribution, userId, 0)).ShouldBeEmpty();
    }

    [Fact] // INV-21
    public async Task Of_many_sessions_by_one_link_at_once_one_invites()
    {
        var partners = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => NewPartnerAsync()));
        var userId = await Server.Api.NewUserAsync();
        Answer(InviteServer.Attribution, userId, 200, """{"brokerResult":"ATTRIBUTED"}""");
        Answer(InviteServer.NewUser, userId, 200, "");

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => OpenAsync(userId, partners[i % 2].Nickname)));

        (await InvitationAsync(userId)).ShouldNotBeNull();
        await JobsAreDoneAsync(userId);
        (await SeenAsync(InviteServer.Attribution, userId, 1)).Count.ShouldBe(1);
    }

    [Fact] // INV-30, INV-33..35, B2P-0-17, ERR-40
    public async Task Users_are_pulled_oldest_first_by_a_manager_who_may()
    {
        Server.Clock.Advance(TimeSpan.FromSeconds(10));
        var from = Server.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var email = PlatformApi.NewEmail();
        var userId = await Server.Api.NewUserAsync(email: email);
        var next = await Server.Api.NewUserAsync(PlatformServer.OtherCrm);
        var admin = await PlatformApi.LogInAsync(Server.Authority.NewClient(Server.Https), 2320, PlatformServer.ManagerPassword);
        var limited = await PlatformApi.LogInAsync(Server.Authority.NewClient(Server.Https), 2310, PlatformServer.ManagerPassword);
        async Task<List<long>> ListAsync(string? token, string query) => [.. (await PullAsync($"/v1/users?createdFrom={from}{query}", token))
            .Json["users"]!.AsArray().Select(static user => (long)user!["userId"]!)];

        var users = await ListAsync(Server.Api.ManagerToken, "");

        users.ShouldContain(userId);
        users.IndexOf(userId).ShouldBeLessThan(users.IndexOf(next));
        (await ListAsync(Server.Api.ManagerToken, "&limit=1")).ShouldBe([users[0]]);
        (await ListAsync(Server.Api.ManagerToken, "&limit=1&skip=1")).ShouldBe([users[1]]);
        (await ListAsync(limited.ManagerToken, "")).ShouldNotContain(userId);
        (await PullAsync($"/v1/users?createdFrom={from}", Server.Api.ManagerToken)).Json["users"]!.AsArray().Single(user => (long)user!["userId"]! == userId)!
            ["email"]!.ToString().ShouldBe(email);
        (await PullAsync("/v1/users", admin.ManagerToken)).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        foreach (var path in new[] { "/v1/users", "/v1/social/invitedUsers" })
        {
            (await PullAsync(path, null)).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
            (await PullAsync($"{path}?token={Server.Api.ManagerToken}", "nobody")).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
            foreach (var query in new[] { "limit=0", "limit=x", "skip=-1", "createdFrom=-1", "limit=10001" })
            {
                (await PullAsync($"{path}?{query}", Server.Api.ManagerToken)).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
            }
        }
    }
}
