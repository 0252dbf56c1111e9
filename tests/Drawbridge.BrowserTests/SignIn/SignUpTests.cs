using System.Text.Json;
using Drawbridge.Broker.SignIn.Texts;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using Microsoft.AspNetCore.WebUtilities;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.SignIn;

public sealed class SignUpTests(Machine machine)
{
    private static readonly string[] CallsOfASignUp = ["3.2", "3.3", "3.4", "4.1", "4.2"];

    // CONF-6.3.1-1..5, MOD-2, MOD-3, FLOW-GEN-1, FLOW-GEN-4, FLOW-CREATE-1..7, FLOW-CREATE-9..19, FLOW-RELOGIN-1..5, SCR-50..52
    [Fact]
    public async Task Who_signs_up_in_the_app_is_logged_in_with_a_live_account()
    {
        await using var up = await RunningUp.StartAsync();
        await using var visit = await machine.VisitAsync(up: up);
        var (app, person) = (visit.App, Person.New());
        await app.OpenSignUpAsync();
        (await app.SavedAccessTokenAsync()).ShouldBeNull();
        var (before, counts) = ((await up.Journal.ReadAsync()).Count, await up.CountAsync(person));

        await app.Screens.SignUpAsync(person, keep: true);
        await app.ExpectAsync(SimulatedApp.Trading);

        var calls = (await up.Journal.ReadAsync()).Skip(before).Where(call => CallsOfASignUp.Contains(call.Call, StringComparer.Ordinal)).ToList();
        calls.Select(call => call.Call).ShouldBe(CallsOfASignUp);
        calls.ShouldAllBe(call => call.Status >= 200 && call.Status < 300);
        using var trader = JsonDocument.Parse(calls[1].ResponseBody!);
        await Expect(app.AccountLogin).ToHaveTextAsync(trader.RootElement.GetProperty("login").ToString());
        (await up.CountAsync(person)).ShouldBe(new PlatformCounts(Users: 1, counts.Traders + 1, Links: 1));
        (await app.SavedAccessTokenAsync()).ShouldNotBeNull();

        await app["close-app"].ClickAsync();
        await app.ExpectAsync(SimulatedApp.Closed);
        await app["open-app"].ClickAsync();
        await app.ExpectAsync(SimulatedApp.Trading);
        await up.Journal.WaitForAsync(call => call is { Call: "4.3", Status: 200 });
    }

    // SCR-52, SCR-55
    [Fact]
    public async Task No_token_is_ever_shown()
    {
        await using var visit = await machine.VisitAsync();
        var app = visit.App;
        var addresses = new List<string>();
        visit.Page.FrameNavigated += (_, frame) => addresses.Add(frame.ParentFrame is null ? frame.Url : "");

        await app.SignUpAsync(Person.New(), keep: true);

        var success = visit.Requests.Single(url => url.Contains("/app/callback?", StringComparison.Ordinal));
        var query = QueryHelpers.ParseQuery(new Uri(success).Query);
        query["brokerName"].ToString().ShouldBe(DemoNames.TradingTech);
        query["brokerCrmName"].ToString().ShouldBe(DemoNames.TradingTechCrm);
        string[] tokens = [query["token"]!, (await app.SavedAccessTokenAsync())!];
        var shown = await visit.Page.ContentAsync() + string.Concat(addresses) + visit.Page.Url;
        tokens.ShouldAllBe(token => token.Length > 20 && !shown.Contains(token, StringComparison.Ordinal));
    }

    // SCR-74
    [Fact]
    public async Task An_address_that_hides_the_real_one_is_refused()
    {
        await using var visit = await machine.VisitAsync();
        await visit.App.OpenSignUpAsync();

        await visit.App.Screens.FillSignUpAsync(Person.New() with { Email = "k3x9w2q8@privaterelay.appleid.com" });
        await visit.App.Screens["submit"].ClickAsync();

        await Expect(visit.App.Screens["email-error"]).ToHaveTextAsync(BrokerScreens.Text(SignInTextKey.ErrorEmailPrivateRelay));
        await visit.App.ExpectAsync(SimulatedApp.Login);
    }

    // FLOW-CREATE-21, FLOW-CREATE-22
    [Fact]
    public async Task An_address_that_the_platform_knows_is_adopted_once_its_owner_entered_the_mailed_code()
    {
        await using var visit = await machine.VisitAsync();
        var (app, person) = (visit.App, Person.New());
        await new FormClient(machine.Up, DemoNames.TradingTechEurope).SignUpAsync(person, keep: false);

        await app.OpenSignUpAsync();
        await app.Screens.FillSignUpAsync(person);
        await app.Screens["submit"].ClickAsync();
        await Expect(app.Screens["confirm-email"]).ToBeVisibleAsync();
        await app.Screens["code"].FillAsync("000000");
        await app.Screens["submit"].ClickAsync();
        await Expect(app.Screens["code-error"]).ToBeVisibleAsync();
        await app.Screens["code"].FillAsync(await new Mailbox(visit).ReadCodeAsync(person));
        await app.Screens["submit"].ClickAsync();
        await app.Screens["account-submit"].ClickAsync();
        await app.ExpectAsync(SimulatedApp.Trading);

        var (users, _, links) = await machine.Up.CountAsync(person);
        (users, links).ShouldBe((1, 2));
    }

    // SCR-67, SCR-76, FLOW-CREATE-13
    [Fact]
    public async Task Everything_up_to_the_success_URL_works_without_scripts()
    {
        await using var visit = await machine.VisitAsync(options => options.JavaScriptEnabled = false);
        var person = Person.New();
        await visit.Screens.OpenAsync("/auth/login", "firstLogin=true&lang=en&source=Web");

        await visit.Screens.SignUpAsync(person);

        await visit.Page.WaitForURLAsync($"{machine.Up.PlatformUrl}/app/callback?*token=*");
        (await machine.Up.CountAsync(person)).Links.ShouldBe(1);
    }
}
