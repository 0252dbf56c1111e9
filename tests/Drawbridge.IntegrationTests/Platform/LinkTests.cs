using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class LinkTests(PlatformServer server)
{
    private async Task<(long UserId, long Login)> NewAsync() => (await server.Api.NewUserAsync(), await server.Api.NewTraderAsync());

    private Task<ApiAnswer> LinkAsync(JsonObject body) => server.Api.PostAsync(PlatformPaths.Link, body);

    [Fact] // B2P-3.4-1..9, FLOW-CREATE-10..11, WS-20, WS-85, ERR-44, B2P-0-1
    public async Task A_user_an_account_and_the_link_between_them()
    {
        var (userId, login) = await NewAsync();

        var answer = await LinkAsync(PlatformApi.Link(userId, login));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        ((long)answer.Json["ctidTraderAccountId"]!).ShouldBeGreaterThan(0);
    }

    [Theory] // B2P-3.4-7
    [InlineData(null)]
    [InlineData(false)]
    public async Task The_id_of_the_link_is_returned_only_on_demand(bool? wanted)
    {
        var (userId, login) = await NewAsync();
        var body = PlatformApi.Link(userId, login);
        body["returnAccountDetails"] = wanted;

        var answer = await LinkAsync(body);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text.ShouldBeEmpty();
    }

    [Fact] // B2P-3.4-10, ERR-35
    public async Task Of_many_links_of_one_account_at_once_one_succeeds()
    {
        var (userId, login) = await NewAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => LinkAsync(PlatformApi.Link(userId, login))));

        answers.Count(static answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Where(static answer => answer.Status != HttpStatusCode.OK).ShouldAllBe(static answer =>
            answer.Status == HttpStatusCode.BadRequest && answer.ErrorCode == PlatformErrorCode.TraderAlreadyLinked);
    }

    [Fact] // B2P-3.4-10, B2P-3.4-11, ERR-31, ERR-33, ERR-34, ERR-36, B2P-0-26, ERR-41, ERR-24, B2P-0-17
    public async Task Each_reason_against_a_link_has_its_own_code()
    {
        var (userId, login) = await NewAsync();
        async Task RefusedAsync(string key, JsonNode value, int status, string code)
        {
            var body = PlatformApi.Link(userId, login);
            body[key] = value;
            (await LinkAsync(body)).ShouldBeRefused(status, code);
        }

        await RefusedAsync("environmentName", "live2", 404, PlatformErrorCode.EnvironmentNotFound);
        await RefusedAsync("environmentName", "LIVE", 404, PlatformErrorCode.EnvironmentNotFound);
        await RefusedAsync("brokerName", PlatformServer.WhiteLabel, 403, PlatformErrorCode.TraderAccessDenied);
        await RefusedAsync("brokerName", "unknown", 404, PlatformErrorCode.BrokerNotFound);
        await RefusedAsync("traderLogin", 1, 404, PlatformErrorCode.TraderNotFound);
        await RefusedAsync("traderPasswordHash", PasswordHashMd5.Of("wrong").Reveal(), 400, PlatformErrorCode.WrongPassword);
        await RefusedAsync("userId", 1, 404, PlatformErrorCode.UserNotFound);
        await RefusedAsync("userId", await server.Api.NewUserAsync(PlatformServer.OtherCrm), 404, PlatformErrorCode.UserNotFound);
        var limited = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2310, PlatformServer.ManagerPassword);
        var whiteLabelLogin = await server.Api.NewTraderAsync(PlatformServer.WhiteLabel);
        (await limited.PostAsync(PlatformPaths.Link, PlatformApi.Link(userId, whiteLabelLogin, PlatformServer.WhiteLabel)))
            .ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        await server.Api.NewLinkAsync(userId, login); // none of them has linked it
    }

    [Theory] // B2P-3.4-2..6, B2P-0-26
    [InlineData("traderLogin")]
    [InlineData("traderPasswordHash")]
    [InlineData("userId")]
    [InlineData("brokerName")]
    [InlineData("environmentName")]
    public async Task A_required_key_is_required(string key)
    {
        var body = PlatformApi.Link(1, 1);
        body.Remove(key);

        var answer = await LinkAsync(body);

        answer.ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        answer.Text.ShouldContain(key);
    }
}
