using Drawbridge.BrowserTests.Hosting;
using Drawbridge.Cli.Up;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.StaffConsole;

/// <summary>Brokers and their settings in the console, up to the screen of a trader.</summary>
public sealed class BrokerSettingsTests(Machine machine)
{
    // MOD-41, FLOW-CREATE-8, SCR-45
    [Fact]
    public async Task Settings_are_changed_after_a_look_and_traders_see_them()
    {
        await using var up = await RunningUp.StartAsync();
        await using var visit = await machine.VisitAsync(static options => options.ViewportSize = new() { Width = 1280, Height = 900 }, up);
        var desk = new ConsolePages(visit);
        await desk.SignInAsync();

        await desk["nav-brokers"].ClickAsync();
        await desk.ShouldBeFineAsync("console-brokers");
        await desk["broker-row"].Filter(new() { HasText = DemoNames.TradingTech }).First.GetByRole(Microsoft.Playwright.AriaRole.Link).First.ClickAsync();
        await desk.ShouldBeFineAsync("console-broker");
        await ChangeAgreementsAsync(desk);
        await ChangeMethodsAsync(desk);
        await ChangeLanguagesAsync(desk);
        await desk["history"].ClickAsync();
        await Expect(desk["version-row"].First).ToContainTextAsync("console@example.com");
        await desk.ShouldBeFineAsync("console-history");

        await using var trader = await machine.VisitAsync(up: up);
        await trader.Screens.OpenAsync("/auth/login", "firstLogin=true&lang=ja");
        await Expect(trader.Screens["signup"]).ToBeVisibleAsync();
        await Expect(trader.Page.Locator("html")).ToHaveAttributeAsync("lang", "en"); // Japanese is not offered any more
    }

    private static async Task ChangeAgreementsAsync(ConsolePages desk)
    {
        await desk["edit-agreements"].ClickAsync();
        var group = await desk["group"].CountAsync() - 1; // the empty one at the end
        await desk[$"agreements.{group}.id"].FillAsync("Risk");
        await desk[$"agreements.{group}.title"].FillAsync("Risk disclosure");
        await desk[$"agreements.{group}.versions"].FillAsync("1 http://example.com/risk.pdf");
        await desk["review"].ClickAsync();
        await Expect(desk[$"agreements.{group}.id-error"]).ToBeVisibleAsync();
        await Expect(desk[$"agreements.{group}.title-error"]).ToBeVisibleAsync();
        await Expect(desk[$"agreements.{group}.versions-error"]).ToBeVisibleAsync();
        await desk.ShouldBeFineAsync("console-agreements-errors");
        await desk[$"agreements.{group}.id"].FillAsync("risk");
        await desk[$"agreements.{group}.title"].FillAsync("en = Risk disclosure\nde = Risikohinweise");
        await desk[$"agreements.{group}.versions"].FillAsync("1 https://example.com/risk.pdf from=2026-01-01 de=https://example.com/risiko.pdf");
        await SaveAsync(desk, "console-agreements-review");
    }

    private static async Task ChangeMethodsAsync(ConsolePages desk)
    {
        await desk["edit-methods"].ClickAsync();
        await desk.ShouldBeFineAsync("console-methods");
        var group = await desk["group"].CountAsync() - 1;
        await desk[$"methods.{group}.id"].FillAsync("wire");
        await desk[$"methods.{group}.label"].FillAsync("de = Überweisung");
        await desk[$"methods.{group}.minimum"].FillAsync("500");
        await desk[$"methods.{group}.maximum"].FillAsync("lots");
        await desk["review"].ClickAsync();
        await Expect(desk[$"methods.{group}.label-error"]).ToBeVisibleAsync();
        await Expect(desk[$"methods.{group}.provider-error"]).ToBeVisibleAsync();
        await Expect(desk[$"methods.{group}.maximum-error"]).ToBeVisibleAsync();
        await Expect(desk[$"methods.{group}.presets-error"]).ToBeVisibleAsync();
        await desk.ShouldBeFineAsync("console-methods-errors");
        await desk[$"methods.{group}.label"].FillAsync("en = Bank transfer\nde = Überweisung");
        await desk[$"methods.{group}.provider"].FillAsync("sandbox");
        await desk[$"methods.{group}.maximum"].FillAsync("50000");
        await desk[$"methods.{group}.presets"].FillAsync("1000 5000");
        await SaveAsync(desk, "console-methods-review");
    }

    private static async Task ChangeLanguagesAsync(ConsolePages desk)
    {
        await desk["nav-brokers"].ClickAsync();
        await desk["languages"].ClickAsync();
        await desk["language-de"].UncheckAsync();
        await desk["defaultLanguage"].SelectOptionAsync("de");
        await desk["review"].ClickAsync();
        await Expect(desk["defaultLanguage-error"]).ToBeVisibleAsync();
        await desk.ShouldBeFineAsync("console-languages-errors");
        await desk["language-de"].CheckAsync();
        await desk["language-ja"].UncheckAsync();
        await desk["defaultLanguage"].SelectOptionAsync("en");
        await SaveAsync(desk, "console-languages-review");
    }

    private static async Task SaveAsync(ConsolePages desk, string name)
    {
        await desk["review"].ClickAsync();
        await Expect(desk["save"]).ToBeVisibleAsync();
        await desk.ShouldBeFineAsync(name);
        await desk["save"].DblClickAsync();
        await Expect(desk["notice"]).ToContainTextAsync("Saved");
    }
}
