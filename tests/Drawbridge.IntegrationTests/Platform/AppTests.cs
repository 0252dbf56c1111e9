using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Platform.App;
using Drawbridge.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class AppTests(PlatformServer server)
{
    private PlatformApi App => server.As(managerToken: null);

    [Fact] // SCR-1, SCR-2, SCR-15
    public async Task The_app_is_told_of_every_broker_and_no_secret()
    {
        await using var own = await PlatformServer.StartAsync(static options =>
        {
            options.Brokers[0].Screens.Deposit = "https://broker.example/inapp/deposit";
            options.Brokers[0].SuccessUrls.Add("https://broker.example/sso/callback");
            options.Brokers[0].ClientAreaUrl = "https://broker.example/";
            options.Brokers[0].Screens.ActionTypes.Add("open-bonus");
            options.Brokers[1].LoginUrl = "https://white.example/enter";
        });

        var answer = await own.As(null).GetAsync("/app/api/config");

        answer.Text.ShouldNotContain(FakeCrm.Password);
        var brokers = answer.Json["brokers"]!.AsArray();
        brokers.Count.ShouldBe(3);
        var brokerBase = new Uri(own.CrmSide.Address, "/tt").AbsoluteUri;
        JsonNode.DeepEquals(brokers[0], new JsonObject
        {
            ["brokerName"] = PlatformServer.Broker,
            ["brokerCrmName"] = PlatformServer.Crm,
            ["displayName"] = "TradingTech",
            ["identity"] = "sso",
            ["loginUrl"] = brokerBase + "/auth/login",
            ["screens"] = new JsonObject { ["deposit"] = "https://broker.example/inapp/deposit" },
            ["actionTypes"] = new JsonArray("open-bonus"),
            ["clientAreaUrl"] = "https://broker.example/",
            ["brokerBase"] = brokerBase,
            ["successUrls"] = new JsonArray("https://broker.example/sso/callback"),
            ["languages"] = new JsonArray("en"),
        }).ShouldBeTrue(brokers[0]!.ToJsonString());
        ((string?)brokers[1]!["loginUrl"]).ShouldBe("https://white.example/enter");
        ((string?)brokers[1]!["parent"]).ShouldBe(PlatformServer.Broker);
        ((string?)answer.Json["version"]).ShouldNotBeNullOrEmpty();
        var policy = (await own.As(null).GetAsync("/app/")).Headers.GetValues("Content-Security-Policy").Single();
        var crm = own.CrmSide.Address.GetLeftPart(UriPartial.Authority);
        policy.ShouldContain($"; connect-src 'self' {crm} https://broker.example https://white.example;");
        policy.ShouldContain($"; frame-ancestors 'self' {crm} https://broker.example;");
    }

    [Fact] // SCR-76
    public async Task A_screen_is_asked_whether_it_can_be_shown_in_a_frame_and_nothing_else_is_asked()
    {
        await using var own = await PlatformServer.StartAsync(static _ => { });
        var screens = own.Services.GetRequiredService<IOptions<PlatformOptions>>().Value.Brokers[0].Screens;
        screens.Deposit = new Uri(own.CrmSide.Address, "/deposit").AbsoluteUri;
        screens.Kyc = "https://127.0.0.1:1/kyc";
        own.CrmSide.When("/deposit", PlatformServer.Broker, (http, _) =>
        {
            http.Response.Headers.XFrameOptions = "DENY";
            http.Response.StatusCode = 400;
            return Task.CompletedTask;
        });

        var refused = await CheckAsync(own, PlatformServer.Broker, screens.Deposit);
        var gone = await CheckAsync(own, PlatformServer.Broker, screens.Kyc);

        refused.Json.ToJsonString().ShouldBe("""{"refusal":"X-Frame-Options: DENY","isCertain":false}""");
        gone.Json.ToJsonString().ShouldBe("""{"isCertain":false}""");
        foreach (var (broker, address) in new[] { ("nobody", screens.Deposit), (PlatformServer.Broker, own.CrmSide.Address.AbsoluteUri), ("", "") })
        {
            (await CheckAsync(own, broker, address)).Status.ShouldBe(HttpStatusCode.NotFound);
        }

        var seen = own.CrmSide.Requests.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/deposit");
        (await own.As(null).GetAsync("/instrument/api/journal?direction=out")).Json["entries"]!.AsArray().ShouldBeEmpty(); // it is no call
    }

    private static Task<ApiAnswer> CheckAsync(PlatformServer own, string broker, string address) =>
        own.As(null).GetAsync($"/app/api/screens/check?brokerName={broker}&address={Uri.EscapeDataString(address)}");

    [Fact]
    public async Task Every_file_of_the_app_is_served_with_its_type_and_a_strict_policy()
    {
        var assets = new AppAssets();
        foreach (var path in assets.Paths)
        {
            var answer = await App.GetAsync($"/app/{path}");

            answer.Status.ShouldBe(HttpStatusCode.OK, path);
            answer.ContentType!.MediaType.ShouldBe(Path.GetExtension(path) switch
            {
                ".html" => "text/html",
                ".js" => "text/javascript",
                ".css" => "text/css",
                ".svg" => "image/svg+xml",
                var other => throw new InvalidOperationException($"{other} has no known type"),
            });
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("default-src 'self'; frame-src https:; style-src 'self'; script-src 'self'; img-src 'self' data:;");
            policy.ShouldContain($"frame-ancestors 'self' {server.CrmSide.Address.GetLeftPart(UriPartial.Authority)};");
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        }
    }

    [Fact]
    public async Task Addresses_outside_the_assets_lead_nowhere()
    {
        foreach (var path in new[] { "/app/none.js", "/app/../appsettings.json", "/app/%2e%2e%2fappsettings.json", "/app/Assets/index.html" })
        {
            (await App.GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound, path);
        }

        foreach (var path in new[] { "/app/symbols/EURUSD/chart", "/app/deposit", "/app/accounts/sign-in" }) // SCR-84: links into the app
        {
            (await App.GetAsync(path)).ContentType!.MediaType.ShouldBe("text/html", path);
        }

        var home = await App.GetAsync("/");
        home.Status.ShouldBe(HttpStatusCode.Found);
        home.Headers.Location!.OriginalString.ShouldBe("/app/");
    }

    [Fact]
    public async Task It_is_live_and_ready()
    {
        (await App.GetAsync("/health/live")).Text.ShouldBe("live");
        (await App.GetAsync("/health/ready")).Text.ShouldBe("ready");
    }
}
