using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class CtidTests(PlatformServer server)
{
    private Task<ApiAnswer> CreateAsync(string? email, string? broker = PlatformServer.Broker, string? language = null, PlatformApi? api = null)
    {
        var body = new JsonObject { ["email"] = email };
        if (broker is not null)
        {
            body["brokerName"] = broker;
        }

        if (language is not null)
        {
            body["preferredLanguage"] = language;
        }

        return (api ?? server.Api).PostAsync(PlatformPaths.CreateCtid, body);
    }

    private static JsonObject Move(long login, string broker = PlatformServer.WhiteLabel, string environment = "live") =>
        new() { ["traderLogin"] = login, ["brokerName"] = broker, ["environmentName"] = environment };

    [Fact] // WS-80..83, WS-20
    public async Task A_new_address_gets_a_user_and_a_used_one_its_number()
    {
        var email = PlatformApi.NewEmail();

        var created = await CreateAsync(email, language: "EN");
        var again = await CreateAsync(email.ToUpperInvariant());

        created.Status.ShouldBe(HttpStatusCode.Created);
        var userId = (long)created.Json["userId"]!;
        created.Text.ShouldBe(
            $$"""{"userId":{{userId}},"nickname":"ctid{{userId}}","email":"{{email}}","preferredLanguage":"en","utcCreateTimestamp":{{server.Clock.GetUtcNow().ToUnixTimeMilliseconds()}},"status":"CTID_NEW"}""");
        again.Status.ShouldBe(HttpStatusCode.OK);
        again.Text.ShouldBe($$"""{"userId":{{userId}}}""");
        await server.Api.NewLinkAsync(userId, await server.Api.NewTraderAsync());
    }

    [Fact] // WS-80, WS-84, ERR-24, ERR-37, ERR-38, B2P-0-17
    public async Task What_cannot_be_created_is_refused()
    {
        var limited = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2310, PlatformServer.ManagerPassword);
        var nobody = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2321, PlatformServer.ManagerPassword);

        (await CreateAsync(null)).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await CreateAsync("nonsense")).ShouldBeRefused(400, PlatformErrorCode.EmailInvalid);
        (await CreateAsync("x@privaterelay.appleid.com")).ShouldBeRefused(400, PlatformErrorCode.EmailInvalid);
        (await CreateAsync(PlatformApi.NewEmail(), language: "deu")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await CreateAsync(PlatformApi.NewEmail(), "unknown")).ShouldBeRefused(404, PlatformErrorCode.BrokerNotFound);
        (await CreateAsync(PlatformApi.NewEmail(), PlatformServer.WhiteLabel, api: limited)).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        (await CreateAsync(PlatformApi.NewEmail(), broker: null, api: nobody)).ShouldBeRefused(500, PlatformErrorCode.PlantNoDefaultRegion);
        (await CreateAsync(PlatformApi.NewEmail(), broker: null)).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact] // B2P-3.2-15, WS-80, B2P-3.2-13
    public async Task Such_a_user_has_no_single_sign_on()
    {
        var email = PlatformApi.NewEmail();
        var userId = (long)(await CreateAsync(email)).Json["userId"]!;
        var code = $"code-{Guid.NewGuid():N}";
        server.CrmSide.When(CrmPaths.AuthorizeOneTime, code, 200, $$"""{"userId":{{userId}}}""");

        var session = await server.As(null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["token"] = code });

        session.ShouldBeRefused(502, "CRM_ANSWER_INVALID");
        (await server.Api.PostAsync(PlatformPaths.CreateUser, new JsonObject { ["brokerCrmName"] = PlatformServer.Crm, ["email"] = email }))
            .ShouldBeRefused(400, PlatformErrorCode.EmailAlreadyExists);
    }

    [Fact] // WS-86, WS-87, BID-44
    public async Task An_account_comes_to_another_white_label_with_its_link()
    {
        var userId = await server.Api.NewUserAsync();
        var login = await server.Api.NewTraderAsync();
        await server.Api.NewLinkAsync(userId, login);

        var answer = await server.Api.PostAsync(PlatformPaths.ChangeCtidTraderAccount, Move(login));

        answer.Status.ShouldBe(HttpStatusCode.NoContent, answer.Text);
        answer.Text.ShouldBeEmpty();
        ((string?)(await server.Api.GetAsync($"{PlatformPaths.Traders}/{login}")).Json["brokerName"]).ShouldBe(PlatformServer.WhiteLabel);
        var code = $"code-{Guid.NewGuid():N}";
        server.CrmSide.When(CrmPaths.AuthorizeOneTime, code, 200, $$"""{"userId":{{userId}}}""");
        var session = await server.As(null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.WhiteLabel, ["token"] = code });
        session.Json["accounts"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact] // WS-86, ERR-24, ERR-33, ERR-34, ERR-36, B2P-0-17, B2P-0-26
    public async Task Each_reason_against_a_move_has_its_own_code()
    {
        var login = await server.Api.NewTraderAsync();
        await server.Api.NewLinkAsync(await server.Api.NewUserAsync(), login);
        var limited = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2310, PlatformServer.ManagerPassword);
        Task<ApiAnswer> MoveAsync(JsonObject body) => server.Api.PostAsync(PlatformPaths.ChangeCtidTraderAccount, body);

        (await MoveAsync([])).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await MoveAsync(Move(1))).ShouldBeRefused(404, PlatformErrorCode.TraderNotFound);
        (await MoveAsync(Move(login, "unknown"))).ShouldBeRefused(404, PlatformErrorCode.BrokerNotFound);
        (await MoveAsync(Move(login, environment: "live2"))).ShouldBeRefused(404, PlatformErrorCode.EnvironmentNotFound);
        (await MoveAsync(Move(login, environment: "demo"))).ShouldBeRefused(404, PlatformErrorCode.TraderNotFound);
        (await MoveAsync(Move(login, PlatformServer.OtherBroker))).ShouldBeRefused(403, PlatformErrorCode.TraderAccessDenied);
        (await limited.PostAsync(PlatformPaths.ChangeCtidTraderAccount, Move(login))).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        ((string?)(await server.Api.GetAsync($"{PlatformPaths.Traders}/{login}")).Json["brokerName"]).ShouldBe(PlatformServer.Broker);
    }
}
