using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.InApp;

public sealed class HandoffTests(Machine machine, InAppMachine inApp)
{
    // FLOW-HANDOFF-1..6, FLOW-HANDOFF-10
    [Fact]
    public async Task Who_logs_in_at_the_platform_is_handed_over_to_a_screen_of_the_broker()
    {
        var manager = inApp.Up.Manager;
        var person = Person.New();
        var user = await manager.NewUserAsync(person.Email, DemoNames.FinancialHouseCrm);
        var account = await manager.NewAccountAsync(user, DemoNames.FinancialHouse);
        await using var visit = await inApp.VisitAsync(machine);
        var app = visit.App;
        await visit.Page.GotoAsync($"{inApp.Up.PlatformUrl}/app/?brokerName={DemoNames.FinancialHouse}&lang=en&theme=light");
        await Expect(app["handoff"]).ToBeVisibleAsync();
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();

        await app["handoff-submit"].ClickAsync();
        await Expect(app["handoff-error"]).ToHaveTextAsync("Enter your account number and your password.");
        await app["handoff-login"].FillAsync($"{account}");
        await app["handoff-password"].FillAsync("not the password");
        await app["handoff-submit"].ClickAsync();
        await Expect(app["handoff-error"]).ToHaveTextAsync("The account number or the password is wrong.");
        await Expect(app["handoff-login"]).ToHaveValueAsync($"{account}");
        await app["handoff-password"].FillAsync(ManagerApi.AccountPassword);
        await visit.Page.Keyboard.PressAsync("Enter");
        await app.ExpectAsync(SimulatedApp.Trading);
        await Expect(app.AccountLogin).ToHaveTextAsync($"{account}");

        await app["action-deposit"].ClickAsync();
        await Expect(app.Screens["screen"]).ToHaveTextAsync("deposit");

        var redeemed = await manager.RedeemAsync(inApp.Screens.OpenedFor($"{account}").ShouldHaveSingleItem().Query["token"]);
        ((long)redeemed["userId"]!, (string?)redeemed["email"], (long)redeemed["tradingLogin"]!).ShouldBe((user, person.Email, account));
        (await app.SavedAccessTokenAsync()).ShouldBeNull();
    }
}
