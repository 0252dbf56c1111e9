using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class ManagerTokenTests(PlatformServer server)
{
    private static string Md5(string password) => PasswordHashMd5.Of(password).Reveal();

    private static Task<ApiAnswer> LogInAsync(PlatformServer server, long login, string md5) =>
        server.As(managerToken: null).PostAsync(PlatformPaths.ManagerToken, new JsonObject { ["login"] = login, ["hashedPassword"] = md5 });

    [Fact] // B2P-3.1-1..5, B2P-0-9, WS-30, WS-13
    public async Task The_managers_credentials_give_a_token()
    {
        var answer = await LogInAsync(server, PlatformServer.ManagerLogin, Md5(PlatformServer.ManagerPassword));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        ((string?)answer.Json["webservToken"]).ShouldStartWith("dbmt_");
    }

    [Fact] // B2P-3.1-6, B2P-3.1-7
    public async Task The_token_stays_the_same_until_the_password_changes()
    {
        await using var own = await PlatformServer.StartAsync(static _ => { });
        var before = own.Api.ManagerToken;
        own.Clock.Advance(TimeSpan.FromDays(4000));
        await own.RestartAsync();
        own.Api.ManagerToken.ShouldBe(before);

        await own.RestartAsync(static options =>
        {
            options.Managers.RemoveAt(0);
            options.Managers.Add(new() { Login = PlatformServer.ManagerLogin, PasswordMd5 = Md5("another") });
        });

        (await own.As(before).GetAsync(PlatformPaths.Traders)).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        var renewed = (string?)(await LogInAsync(own, PlatformServer.ManagerLogin, Md5("another"))).Json["webservToken"];
        renewed.ShouldNotBe(before);
        (await own.As(renewed).GetAsync(PlatformPaths.Traders)).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
    }

    [Fact] // B2P-3.1-8, ERR-40
    public async Task Wrong_credentials_are_refused_alike()
    {
        var wrongPassword = await LogInAsync(server, PlatformServer.ManagerLogin, Md5("wrong"));
        var wrongLogin = await LogInAsync(server, 1, Md5(PlatformServer.ManagerPassword));

        wrongPassword.ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        wrongLogin.ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        wrongLogin.Text.ShouldBe(wrongPassword.Text);
        (await LogInAsync(server, PlatformServer.ManagerLogin, "not an md5")).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
    }

    [Fact] // B2P-0-26, ERR-22
    public async Task A_missing_key_is_not_a_wrong_password()
    {
        var open = server.As(managerToken: null);

        (await open.PostAsync(PlatformPaths.ManagerToken, new JsonObject { ["login"] = 2309 })).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await open.PostAsync(PlatformPaths.ManagerToken, new JsonObject { ["login"] = "2309", ["hashedPassword"] = "x" }))
            .ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
    }

    [Theory] // B2P-0-10, B2P-0-8
    [InlineData(null)]
    [InlineData("")]
    [InlineData("dbmt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("04d95575-c9af-42fba72e-2f0ce93f01d4")]
    [InlineData("a&token=b")]
    public async Task Every_other_call_needs_the_token(string? token)
    {
        var api = server.As(token);

        (await api.PostAsync(PlatformPaths.CreateUser, new JsonObject())).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        (await api.PostAsync(PlatformPaths.Traders, new JsonObject())).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        (await api.GetAsync(PlatformPaths.Traders)).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        (await api.GetAsync(PlatformPaths.Traders + "/9000001")).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        (await api.PostAsync(PlatformPaths.Link, new JsonObject())).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        (await api.PutAsync(PlatformPaths.ChangeEmail, new JsonObject())).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        (await api.GetAsync(PlatformPaths.UserId)).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        (await api.PostAsync(PlatformPaths.Logout)).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        (await api.PutAsync(PlatformPaths.AcceptAgreement)).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
    }

    [Fact] // B2P-0-12, B2P-0-13, ERR-25
    public async Task Writes_are_limited_per_manager_and_rolling_hour_and_reads_never()
    {
        await using var own = await PlatformServer.StartAsync(static options => options.WritesPerHour = 3);
        await own.Api.NewUserAsync();
        own.Clock.Advance(TimeSpan.FromMinutes(20));
        await own.Api.NewUserAsync();
        await own.Api.NewUserAsync();

        var limited = await own.Api.PostAsync(PlatformPaths.CreateUser, new JsonObject());
        limited.ShouldBeRefused(429, PlatformErrorCode.RequestFrequencyExceeded);
        limited.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(40));
        (await own.Api.GetAsync(PlatformPaths.UserId)).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await LogInAsync(own, PlatformServer.ManagerLogin, Md5(PlatformServer.ManagerPassword))).Status.ShouldBe(HttpStatusCode.OK);
        var other = await PlatformApi.LogInAsync(own.Authority.NewClient(own.Https), 2310, PlatformServer.ManagerPassword);
        await other.NewTraderAsync();

        own.Clock.Advance(TimeSpan.FromMinutes(40));
        await own.Api.NewUserAsync();
        (await own.Api.PostAsync(PlatformPaths.CreateUser, new JsonObject())).ShouldBeRefused(429, PlatformErrorCode.RequestFrequencyExceeded);
    }

    [Fact] // B2P-0-19
    public async Task Calls_can_be_held_to_a_list_of_addresses()
    {
        await using var own = await PlatformServer.StartAsync(static options => options.AllowedCallers.Add("127.0.0.1"));
        await own.Api.NewUserAsync();

        await using var closed = await PlatformServer.StartAsync(static options => options.AllowedCallers.Add("10.1.0.0/16"));
        (await LogInAsync(closed, PlatformServer.ManagerLogin, Md5(PlatformServer.ManagerPassword))).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
    }

    [Fact] // B2P-3.1-6
    public void Neither_password_nor_token_of_a_manager_is_stored() =>
        server.StoredText().ShouldSatisfyAllConditions(
            text => text.ShouldNotContain(Md5(PlatformServer.ManagerPassword)),
            text => text.ShouldNotContain(PlatformServer.ManagerPassword),
            text => text.ShouldNotContain(server.Api.ManagerToken!));
}
