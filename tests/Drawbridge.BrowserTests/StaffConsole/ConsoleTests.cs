using System.Globalization;
using Drawbridge.BrowserTests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.StaffConsole;

/// <summary>The staff's console over what traders do in the simulated app.</summary>
public sealed class ConsoleTests(Machine machine)
{
    // B2P-3.5-12, FLOW-WITHDRAW-2
    [Fact]
    public async Task Staff_approves_a_withdrawal_above_the_limit()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var trader = await machine.VisitAsync();
        await trader.App.EnterAsync(person);
        var account = long.Parse(await trader.App.AccountLogin.InnerTextAsync(), CultureInfo.InvariantCulture);
        await machine.Up.Manager.DepositAsync(account, 9_000);
        await trader.App["action-withdraw"].ClickAsync();
        await trader.App.Screens["amount"].FillAsync("6000");
        await trader.App.Screens["cashier-submit"].ClickAsync();
        var reference = await trader.App.Screens["payment-reference"].InnerTextAsync();
        await using var staff = await machine.VisitAsync();
        var console = new ConsolePages(staff);

        await console.OpenAsync("/approvals");
        await console.ShouldBeFineAsync("console-sign-in");
        await console.SignInAsync(machine.Up.Administrator.Email, machine.Up.Administrator.Password);
        await console.ShouldBeFineAsync("console-approvals");
        await console.Page.GetByRole(AriaRole.Link, new() { Name = reference }).ClickAsync();
        await console.ShouldBeFineAsync("console-approval");
        await console["approve"].DblClickAsync();

        await Expect(console["notice"]).ToContainTextAsync("Approved");
        await Expect(console["state"]).ToHaveTextAsync("Paid out");
        await console.ShouldBeFineAsync("console-payment");
        (await machine.Up.Manager.BalanceAsync(account)).ShouldBe(300_000);
        await console["nav-audit"].ClickAsync();
        await Expect(console["audit-row"].Filter(new() { HasText = reference })).ToHaveCountAsync(1);
        await console.ShouldBeFineAsync("console-audit");
        await console["nav-payments"].ClickAsync();
        await console.ShouldBeFineAsync("console-payments");
        await console["nav-overview"].ClickAsync();
        await console.ShouldBeFineAsync("console-overview");
    }

    [Fact]
    public async Task An_administrator_adds_somebody_who_chooses_an_own_password()
    {
        await using var staff = await machine.VisitAsync();
        var console = new ConsolePages(staff);
        await console.SignInAsync();

        await console["nav-staff"].ClickAsync();
        await console.ShouldBeFineAsync("console-staff");
        await console["new-staff"].ClickAsync();
        await console["submit"].ClickAsync();
        await Expect(console["email-error"]).ToBeVisibleAsync();
        await console.ShouldBeFineAsync("console-staff-errors");
        var email = Pages.Person.New().Email;
        await console["email"].FillAsync(email);
        await console["name"].FillAsync("Vera Viewer");
        await console["role-Viewer"].CheckAsync();
        await console["submit"].ClickAsync();
        var temporary = await console["temporary-password"].InnerTextAsync();
        await console.ShouldBeFineAsync("console-temporary");

        await using var visit = await machine.VisitAsync(options => options.JavaScriptEnabled = false);
        var colleague = new ConsolePages(visit);
        await colleague.OpenAsync();
        await colleague.SignInAsync(email, temporary);
        await Expect(colleague["password-form"]).ToBeVisibleAsync();
        await colleague["current"].FillAsync(temporary);
        await colleague["password"].FillAsync("walnut orbit sleeve candle");
        await colleague["repeat"].FillAsync("walnut orbit sleeve candle");
        await colleague["submit"].ClickAsync();
        await Expect(colleague["overview"]).ToBeVisibleAsync();
        await Expect(colleague["nav-staff"]).ToHaveCountAsync(0);
        await colleague["theme-dark"].ClickAsync();
        await Expect(colleague.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await colleague["sign-out"].ClickAsync();
        await Expect(colleague["signed-out"]).ToBeVisibleAsync();
    }
}
