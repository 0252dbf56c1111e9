using Drawbridge.Broker.SignIn.Texts;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Microsoft.AspNetCore.WebUtilities;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.SignIn;

public sealed class LogInTests(Machine machine)
{
    // CONF-6.3.2-1..4, FLOW-AUTH-1..5, FLOW-KMLI-1, FLOW-KMLI-2
    [Fact]
    public async Task Who_has_an_account_logs_in()
    {
        var person = await machine.Up.NewTraderAsync();
        var user = await machine.Up.FindUserAsync(person);
        await using var visit = await machine.VisitAsync();
        var app = visit.App;
        await app.OpenLogInAsync();
        (await app.SavedAccessTokenAsync()).ShouldBeNull();

        await app.Screens.LogInAsync(person, keep: true);
        await app.ExpectAsync(SimulatedApp.Trading);

        var success = visit.Requests.Single(url => url.Contains("/app/callback?", StringComparison.Ordinal));
        QueryHelpers.ParseQuery(new Uri(success).Query)["token"].ToString().ShouldStartWith("dbot_");
        await Expect(app["app-state"]).ToContainTextAsync($"{user.CtraderUserId}");
        (await app.SavedAccessTokenAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_trader_of_the_demonstration_logs_in()
    {
        await using var visit = await machine.VisitAsync();

        await visit.App.LogInAsync(machine.Up.Demo);

        await Expect(visit.App.AccountLogin).ToBeVisibleAsync();
    }

    // CONF-6.3.2-5, FLOW-RELOGIN-1..5, FLOW-KMLI-2
    [Fact]
    public async Task Who_stays_logged_in_enters_without_a_screen_after_the_app_was_closed()
    {
        var person = await machine.Up.NewTraderAsync();
        var user = await machine.Up.FindUserAsync(person);
        await using var visit = await machine.VisitAsync();
        await visit.App.LogInAsync(person, keep: true);
        await visit.App["close-app"].ClickAsync();
        await visit.App.ExpectAsync(SimulatedApp.Closed);
        var before = CountScreens(visit);

        await visit.App["open-app"].ClickAsync();
        await visit.App.ExpectAsync(SimulatedApp.Trading);

        await machine.Up.Journal.WaitForAsync(call => call is { Call: "4.3", Status: 200 } && call.ResponseBody!.Contains($"{user.CtraderUserId}"));
        CountScreens(visit).ShouldBe(before);
    }

    // FLOW-RELOGIN-2
    [Fact]
    public async Task Who_stays_logged_in_enters_from_another_tab_too()
    {
        await using var visit = await machine.VisitAsync();
        await visit.App.LogInAsync(await machine.Up.NewTraderAsync(), keep: true);

        var other = new SimulatedApp(await visit.Context.NewPageAsync(), machine.Up);
        await other.OpenAsync();

        await other.ExpectAsync(SimulatedApp.Trading);
    }

    // FLOW-KMLI-3, FLOW-AUTH-1
    [Fact]
    public async Task Who_does_not_stay_logged_in_meets_the_login_form_again()
    {
        await using var visit = await machine.VisitAsync();
        await visit.App.LogInAsync(await machine.Up.NewTraderAsync(), keep: false);
        (await visit.App.SavedAccessTokenAsync()).ShouldBeNull();

        await visit.App["close-app"].ClickAsync();
        await visit.App["open-app"].ClickAsync();

        await Expect(visit.App.Screens["login"]).ToBeVisibleAsync(); // the device is known now, so not the signup form
    }

    // FLOW-RELOGIN-6
    [Fact]
    public async Task A_saved_login_that_the_broker_revoked_leads_back_to_the_login_form()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync();
        await visit.App.LogInAsync(person, keep: true);
        await visit.App["close-app"].ClickAsync();
        await machine.Up.RevokeAccessTokensAsync(person);

        await visit.App["open-app"].ClickAsync();

        await Expect(visit.App.Screens["login"]).ToBeVisibleAsync();
        await Expect(visit.App["notice"]).ToBeVisibleAsync();
        (await visit.App.SavedAccessTokenAsync()).ShouldBeNull();
    }

    // FLOW-AUTH-7
    [Fact]
    public async Task A_wrong_password_is_said_and_leads_nowhere()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync();
        await visit.App.OpenLogInAsync();

        await visit.App.Screens.LogInAsync(person with { Password = "not the password" });

        await Expect(visit.App.Screens["form-error"]).ToContainTextAsync(BrokerScreens.Text(SignInTextKey.ErrorCredentials));
        await Expect(visit.App.Screens["form-error"]).ToBeFocusedAsync();
        await Expect(visit.App.Screens["email"]).ToHaveValueAsync(person.Email);
        await visit.App.ExpectAsync(SimulatedApp.Login);
        visit.Requests.ShouldNotContain(url => url.Contains("token=", StringComparison.Ordinal));
    }

    // CONF-6.2.7-1, CONF-6.3.9-1..3, FLOW-RESET-1..3, SCR-71
    [Fact]
    public async Task A_forgotten_password_is_replaced_through_a_mailed_link()
    {
        var person = await machine.Up.NewTraderAsync();
        var renewed = person with { Password = "seventeen copper weathervanes" };
        await using var visit = await machine.VisitAsync();
        await visit.App.OpenLogInAsync();

        await visit.App.Screens["reset-link"].ClickAsync();
        await visit.App.Screens["email"].FillAsync(person.Email);
        await visit.App.Screens["submit"].ClickAsync();
        await Expect(visit.App.Screens["reset-sent"]).ToBeVisibleAsync();

        await visit.Page.GotoAsync(await new Mailbox(visit).ReadLinkAsync(person));
        await Expect(visit.Screens["new-password"]).ToBeVisibleAsync();
        visit.Page.Url.ShouldNotContain("ticket");
        await visit.Screens["password"].FillAsync(renewed.Password);
        await visit.Screens["submit"].ClickAsync();
        await visit.App.ExpectAsync(SimulatedApp.Trading);

        await visit.App["logout"].ClickAsync();
        await visit.App.Screens.LogInAsync(renewed);
        await visit.App.ExpectAsync(SimulatedApp.Trading);
    }

    private static int CountScreens(Visit visit) => visit.Requests.Count(url => url.Contains("/auth/", StringComparison.Ordinal));
}
