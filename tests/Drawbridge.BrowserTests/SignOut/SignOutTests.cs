using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.SignOut;

public sealed class SignOutTests(Machine machine)
{
    // FLOW-LOGOUT-2, FLOW-LOGOUT-3
    [Fact]
    public async Task A_logout_in_the_app_ends_the_client_area_too()
    {
        var person = await machine.Up.NewTraderAsync();
        var user = await machine.Up.FindUserAsync(person);
        await using var visit = await machine.VisitAsync();
        var client = new BrokerScreens(await visit.Context.NewPageAsync(), machine.Up);
        await client.OpenClientAreaAsync(person);
        await visit.App.LogInAsync(person, keep: true);

        await visit.App["logout"].ClickAsync();
        await visit.App.ExpectAsync(SimulatedApp.Login);

        await machine.Up.Journal.WaitForAsync(call => call is { Call: "4.5", Status: 204 } && call.Query.Contains($"{user.CtraderUserId}"));
        (await visit.App.SavedAccessTokenAsync()).ShouldBeNull();
        await client.OpenAsync("/client");
        await Expect(client["login"]).ToBeVisibleAsync();
        (await machine.Up.Journal.ReadAsync()).ShouldNotContain(call => call.Call == "3.12" && call.Query.Contains($"{user.CtraderUserId}"));
    }

    // FLOW-LOGOUT-1, FLOW-LOGOUT-4, FLOW-RELOGIN-6
    [Fact]
    public async Task A_logout_in_the_client_area_ends_the_app_too()
    {
        var person = await machine.Up.NewTraderAsync();
        var user = await machine.Up.FindUserAsync(person);
        await using var visit = await machine.VisitAsync();
        await visit.App.LogInAsync(person, keep: true);
        var client = new BrokerScreens(await visit.Context.NewPageAsync(), machine.Up);
        await client.OpenClientAreaAsync(person);

        await client["logout"].ClickAsync();
        await Expect(client["logged-out"]).ToBeVisibleAsync();
        await machine.Up.Journal.WaitForAsync(call => call is { Call: "3.12", Status: 204 } && call.Query.Contains($"{user.CtraderUserId}"));

        await visit.App.ExpectAsync(SimulatedApp.LoggedOut);
        await visit.App["log-in-again"].ClickAsync();
        await Expect(visit.App.Screens["login"]).ToBeVisibleAsync();
        (await visit.App.SavedAccessTokenAsync()).ShouldBeNull();
    }
}
