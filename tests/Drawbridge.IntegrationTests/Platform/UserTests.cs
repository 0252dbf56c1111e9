using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Platform.Users;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class UserTests(PlatformServer server)
{
    private static JsonObject User(string? email = null, string crm = PlatformServer.Crm) =>
        new() { ["brokerCrmName"] = crm, ["email"] = email ?? PlatformApi.NewEmail() };

    private async Task<UserRow> CreateAsync(JsonObject body)
    {
        var answer = await server.Api.PostAsync(PlatformPaths.CreateUser, body);
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return (await FindAsync((long)answer.Json["userId"]!))!;
    }

    private Task<UserRow?> FindAsync(long userId) => server.Services.GetRequiredService<UserStore>().FindAsync(userId, TestContext.Current.CancellationToken);

    private static string Query(string path, long userId, string crm = PlatformServer.Crm) => $"{path}?brokerCrmName={crm}&userId={userId}";

    private static string Lookup(string email, string crm = PlatformServer.Crm) =>
        $"{PlatformPaths.UserId}?brokerCrmName={crm}&email={Uri.EscapeDataString(email)}";

    [Fact] // B2P-3.2-1..8, B2P-3.2-17, FLOW-CREATE-6, ERR-44, B2P-0-3
    public async Task A_user_is_created_with_what_the_broker_says()
    {
        var email = PlatformApi.NewEmail();
        var user = await CreateAsync(new()
        {
            ["brokerCrmName"] = PlatformServer.Crm, ["email"] = email, ["firstName"] = "Trader", ["preferredLanguage"] = "DE", ["unknown"] = new JsonArray(1),
        });

        user.Email.ShouldBe(email);
        user.FirstName.ShouldBe("Trader");
        user.PreferredLanguage.ShouldBe("de");
        user.BrokerCrmName.ShouldBe(PlatformServer.Crm);
    }

    [Theory] // B2P-3.2-5, B2P-3.2-9
    [InlineData("nickname")]
    [InlineData("nickName")]
    public async Task A_free_nickname_is_taken_as_it_is(string key)
    {
        var nickname = $"Trader_{Guid.NewGuid():N}"[..20];
        var body = User();
        body[key] = nickname;

        (await CreateAsync(body)).Nickname.ShouldBe(nickname);
    }

    [Fact] // B2P-3.2-10
    public async Task A_nickname_that_is_taken_is_replaced_by_one_from_the_number()
    {
        var nickname = $"same_{Guid.NewGuid():N}"[..20];
        var first = User();
        first["nickname"] = nickname;
        await CreateAsync(first);
        var second = User();
        second["nickname"] = nickname.ToUpperInvariant();

        var user = await CreateAsync(second);

        user.Nickname.ShouldBe($"ctid{user.UserId}");
    }

    [Theory] // B2P-3.2-10
    [InlineData("a")]
    [InlineData("has space")]
    [InlineData("ctid10000001")]
    [InlineData("CTID99999999")]
    [InlineData("Ünïcode")]
    [InlineData("x234567890123456789012345678901234567890")]
    public async Task An_invalid_nickname_is_replaced_by_one_from_the_number(string nickname)
    {
        var body = User();
        body["nickname"] = nickname;

        var user = await CreateAsync(body);

        user.Nickname.ShouldBe($"ctid{user.UserId}");
    }

    [Fact] // B2P-3.2-11
    public async Task Without_a_nickname_it_comes_from_the_address_if_that_is_free()
    {
        var local = $"local.{Guid.NewGuid():N}"[..25];

        (await CreateAsync(User($"{local}@one.test"))).Nickname.ShouldBe(local);
        var second = await CreateAsync(User($"{local}@two.test"));
        second.Nickname.ShouldBe($"ctid{second.UserId}");
    }

    [Theory] // B2P-3.2-12, ERR-37
    [InlineData("someone@privaterelay.appleid.com")]
    [InlineData("someone@PrivateRelay.AppleID.com")]
    [InlineData("nonsense")]
    [InlineData("two@addresses@example.test")]
    [InlineData("Name <a@example.test>")]
    public async Task An_address_that_cannot_be_used_is_refused(string email)
    {
        (await server.Api.PostAsync(PlatformPaths.CreateUser, User(email))).ShouldBeRefused(400, PlatformErrorCode.EmailInvalid);
        var userId = await server.Api.NewUserAsync();
        (await server.Api.PutAsync(PlatformPaths.ChangeEmail, new JsonObject { ["userId"] = userId, ["newEmail"] = email, ["brokerCrmName"] = PlatformServer.Crm }))
            .ShouldBeRefused(400, PlatformErrorCode.EmailInvalid); // B2P-3.10-5
    }

    [Fact] // B2P-3.2-13, ERR-32
    public async Task An_address_is_registered_once_per_crm()
    {
        var email = PlatformApi.NewEmail();
        var userId = await server.Api.NewUserAsync(email: email);

        (await server.Api.PostAsync(PlatformPaths.CreateUser, User(email.ToUpperInvariant()))).ShouldBeRefused(400, PlatformErrorCode.EmailAlreadyExists);
        (await server.Api.NewUserAsync(PlatformServer.OtherCrm, email)).ShouldNotBe(userId);
    }

    [Fact] // B2P-3.2-13
    public async Task Of_many_at_once_with_one_address_one_is_created()
    {
        var email = PlatformApi.NewEmail();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => server.Api.PostAsync(PlatformPaths.CreateUser, User(email))));

        answers.Count(static answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
        answers.Where(static answer => answer.Status != HttpStatusCode.Created).ShouldAllBe(static answer => answer.ErrorCode == PlatformErrorCode.EmailAlreadyExists);
    }

    [Theory] // B2P-3.2-14, ERR-24, B2P-0-15, BID-14
    [InlineData("unknown_crm")]
    [InlineData("TradingTech_CRM")]
    [InlineData(" tradingtech_crm")]
    [InlineData("tradingtech_main")]
    public async Task A_crm_is_known_by_its_exact_name_only(string crm)
    {
        (await server.Api.PostAsync(PlatformPaths.CreateUser, User(crm: crm))).ShouldBeRefused(404, PlatformErrorCode.BrokerNotFound);
        (await server.Api.GetAsync(Lookup("a@example.test", Uri.EscapeDataString(crm)))).ShouldBeRefused(404, PlatformErrorCode.BrokerNotFound);
    }

    [Theory] // B2P-0-26, B2P-3.2-2, B2P-3.2-3, B2P-3.2-6
    [InlineData("""{"email":"a@example.test"}""")]
    [InlineData("""{"brokerCrmName":"tradingtech_crm"}""")]
    [InlineData("""{"brokerCrmName":"","email":"a@example.test"}""")]
    [InlineData("""{"brokerCrmName":1,"email":"a@example.test"}""")]
    [InlineData("""{"brokerCrmName":"tradingtech_crm","email":["a@example.test"]}""")]
    [InlineData("""{"brokerCrmName":"tradingtech_crm","email":"a@example.test","preferredLanguage":"deu"}""")]
    [InlineData("""{"brokerCrmName":"tradingtech_crm","email":"a@example.test","email":"b@example.test"}""")]
    [InlineData("""{"brokerCrmName":"tradingtech_crm","email":"a@example.test","firstName":"\u0000"}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{")]
    public async Task What_does_not_fit_the_call_is_an_invalid_request(string body) =>
        (await server.Api.SendAsync(HttpMethod.Post, PlatformPaths.CreateUser, body)).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);

    [Fact] // B2P-3.11-1..4, B2P-3.2-13
    public async Task A_user_is_found_by_the_address_and_nobody_is_no_error()
    {
        var email = PlatformApi.NewEmail();
        var userId = await server.Api.NewUserAsync(email: email);

        ((long?)(await server.Api.GetAsync(Lookup(email))).Json["userId"]).ShouldBe(userId);
        ((long?)(await server.Api.GetAsync(Lookup(email.ToUpperInvariant()))).Json["userId"]).ShouldBe(userId);
        var nobody = await server.Api.GetAsync(Lookup(PlatformApi.NewEmail()));
        nobody.Status.ShouldBe(HttpStatusCode.OK);
        nobody.Text.ShouldBeEmpty();
        (await server.Api.GetAsync(Lookup(email, PlatformServer.OtherCrm))).Text.ShouldBeEmpty();
        (await server.Api.GetAsync(PlatformPaths.UserId + "?brokerCrmName=tradingtech_crm")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await server.Api.GetAsync(PlatformPaths.UserId + "?email=a%40b.test")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
    }

    [Fact] // B2P-3.10-1..5
    public async Task An_address_is_changed()
    {
        var (old, renewed) = (PlatformApi.NewEmail(), PlatformApi.NewEmail());
        var userId = await server.Api.NewUserAsync(email: old);
        var taken = PlatformApi.NewEmail();
        await server.Api.NewUserAsync(email: taken);
        JsonObject Body(string email) => new() { ["userId"] = userId, ["newEmail"] = email, ["brokerCrmName"] = PlatformServer.Crm };

        var changed = await server.Api.PutAsync(PlatformPaths.ChangeEmail, Body(renewed));

        changed.Status.ShouldBe(HttpStatusCode.NoContent);
        changed.Text.ShouldBeEmpty();
        ((long?)(await server.Api.GetAsync(Lookup(renewed))).Json["userId"]).ShouldBe(userId);
        (await server.Api.GetAsync(Lookup(old))).Text.ShouldBeEmpty();
        (await server.Api.PutAsync(PlatformPaths.ChangeEmail, Body(renewed.ToUpperInvariant()))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await server.Api.PutAsync(PlatformPaths.ChangeEmail, Body(taken))).ShouldBeRefused(400, PlatformErrorCode.EmailAlreadyExists);
    }

    [Fact] // B2P-0-26, ERR-41, BID-44
    public async Task A_user_of_another_crm_does_not_exist()
    {
        var foreign = await server.Api.NewUserAsync(PlatformServer.OtherCrm);
        foreach (var userId in new[] { foreign, 1L, long.MaxValue, -1L })
        {
            (await server.Api.PutAsync(PlatformPaths.ChangeEmail, new JsonObject { ["userId"] = userId, ["newEmail"] = PlatformApi.NewEmail(), ["brokerCrmName"] = PlatformServer.Crm }))
                .ShouldBeRefused(404, PlatformErrorCode.UserNotFound);
            (await server.Api.PostAsync(Query(PlatformPaths.Logout, userId))).ShouldBeRefused(404, PlatformErrorCode.UserNotFound);
            (await server.Api.PutAsync(Query(PlatformPaths.AcceptAgreement, userId))).ShouldBeRefused(404, PlatformErrorCode.UserNotFound);
        }
    }

    [Fact] // B2P-3.13-1..4
    public async Task The_agreement_is_recorded_and_the_first_time_counts()
    {
        var userId = await server.Api.NewUserAsync();

        var answer = await server.Api.PutAsync(Query(PlatformPaths.AcceptAgreement, userId));
        var first = (await FindAsync(userId))!.AgreementAcceptedAt;
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await server.Api.PutAsync(Query(PlatformPaths.AcceptAgreement, userId));

        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        answer.Text.ShouldBeEmpty();
        first.ShouldNotBeNull();
        (await FindAsync(userId))!.AgreementAcceptedAt.ShouldBe(first);
    }

    [Theory] // B2P-3.12-2, B2P-3.13-2, B2P-0-26
    [InlineData("?brokerCrmName=tradingtech_crm")]
    [InlineData("?userId=10000001")]
    [InlineData("?brokerCrmName=tradingtech_crm&userId=abc")]
    [InlineData("?brokerCrmName=tradingtech_crm&userId=1.5")]
    [InlineData("?brokerCrmName=tradingtech_crm&userId=1&userId=1")]
    [InlineData("?brokerCrmName=tradingtech_crm&userId=99999999999999999999")]
    [InlineData("?brokerCrmName=%00&userId=1")]
    public async Task What_stands_in_the_query_is_checked_too(string query)
    {
        (await server.Api.PostAsync(PlatformPaths.Logout + query)).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await server.Api.PutAsync(PlatformPaths.AcceptAgreement + query)).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
    }

    [Fact] // B2P-3.12-3, B2P-3.12-4
    public async Task Logging_out_without_a_session_is_no_error()
    {
        var answer = await server.Api.PostAsync(Query(PlatformPaths.Logout, await server.Api.NewUserAsync()));

        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        answer.Text.ShouldBeEmpty();
    }

    [Fact] // B2P-0-18, ERR-39
    public async Task A_disabled_broker_closes_its_whole_crm_for_the_manager()
    {
        var limited = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2310, PlatformServer.ManagerPassword);
        var userId = await server.Api.NewUserAsync();

        (await limited.PostAsync(PlatformPaths.CreateUser, User())).ShouldBeRefused(403, PlatformErrorCode.InsufficientPermissions);
        (await limited.GetAsync(Lookup("a@example.test"))).ShouldBeRefused(403, PlatformErrorCode.InsufficientPermissions);
        (await limited.PostAsync(Query(PlatformPaths.Logout, userId))).ShouldBeRefused(403, PlatformErrorCode.InsufficientPermissions);
        (await limited.PutAsync(Query(PlatformPaths.AcceptAgreement, userId))).ShouldBeRefused(403, PlatformErrorCode.InsufficientPermissions);
        (await limited.PutAsync(PlatformPaths.ChangeEmail, new JsonObject { ["userId"] = userId, ["newEmail"] = "a@b.test", ["brokerCrmName"] = PlatformServer.Crm }))
            .ShouldBeRefused(403, PlatformErrorCode.InsufficientPermissions);
        await limited.NewUserAsync(PlatformServer.OtherCrm);
    }
}
