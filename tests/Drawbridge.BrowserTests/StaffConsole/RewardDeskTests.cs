using Drawbridge.BrowserTests.Hosting;
using Drawbridge.Cli.Up;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.StaffConsole;

/// <summary>Reward plans and statements of the console, up to the money and the partner who reads of it.</summary>
public sealed class RewardDeskTests(Machine machine)
{
    // INV-2
    [Fact]
    public async Task A_plan_is_written_given_and_paid_by_a_statement()
    {
        await using var stage = await RewardStage.OpenAsync();
        var (top, bob) = await stage.NewPartnerAsync("Bob Baker");
        var (person, ann) = await stage.NewPartnerAsync("Ann Archer", bob);
        var trader = await stage.NewTraderAsync(ann);
        await using var visit = await OpenAsync(stage);
        var desk = new ConsolePages(visit);
        await desk.SignInAsync();
        await WritePlanAsync(desk);

        await stage.CloseAsync(trader, 2);
        await stage.CloseAsync(trader, 1.5m, "XAUUSD", commission: 10);
        await stage.CloseAsync(trader, 1, commission: 10, rate: null);
        stage.PassDays(1);
        await desk.OpenAsync("/partner-statements");
        await desk.SignInAsync(stage.Up.Administrator.Email, stage.Up.Administrator.Password); // the session has ended
        await Expect(desk["run-row"]).ToContainTextAsync("none yet");
        await desk.ShouldBeFineAsync("console-statements-none");
        await desk["until"].FillAsync("2020-01-01");
        await desk["run"].ClickAsync();
        await Expect(desk["from-error"]).ToBeVisibleAsync();
        await desk.ShouldBeFineAsync("console-statements-error");
        await desk["until"].FillAsync(stage.Today);
        await desk["run"].DblClickAsync();
        await Expect(desk["notice"]).ToContainTextAsync("Begun");
        await Expect(desk["run-state"]).ToHaveTextAsync("Done"); // by itself
        await Expect(desk["run"]).ToBeEnabledAsync();
        await Expect(desk["hold-row"]).ToHaveCountAsync(1);
        await Expect(desk["statement-row"]).ToHaveCountAsync(2);
        await desk.ShouldBeFineAsync("console-statements");

        await desk["statement-row"].Filter(new() { HasText = "Ann Archer" }).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(desk["line-row"]).Not.ToHaveCountAsync(0);
        await desk["hold"].ClickAsync();
        await Expect(desk["reason-error"]).ToBeVisibleAsync();
        await desk["reason"].FillAsync("Asks for a look at the gold positions");
        await desk["hold"].ClickAsync();
        await Expect(desk["state"]).ToHaveTextAsync("Held");
        await desk.ShouldBeFineAsync("console-statement-held");
        await desk["reason"].FillAsync("They are fine");
        await desk["release"].ClickAsync();
        await Expect(desk["state"]).ToHaveTextAsync("Draft");
        await desk.ShouldBeFineAsync("console-statement-draft");
        await desk["approve"].DblClickAsync();
        await Expect(desk["state"]).ToHaveTextAsync("Approved");
        await desk.ShouldBeFineAsync("console-statement-approved");
        var before = await stage.BalanceAsync(person);
        await desk["pay"].DblClickAsync();
        await Expect(desk["state"]).ToHaveTextAsync("Paid"); // by itself
        await Expect(desk["payment"]).ToBeVisibleAsync();
        await desk.ShouldBeFineAsync("console-statement-paid");
        (await stage.BalanceAsync(person) - before).ShouldBe(2_863); // 70 % of 2 × 5, of 1.5 × 20, and of a tenth of 9
        (await stage.BalanceAsync(top)).ShouldBe(0); // nobody has paid that one
    }

    private static async Task WritePlanAsync(ConsolePages desk)
    {
        await desk["nav-plans"].ClickAsync();
        await Expect(desk["plans"]).ToContainTextAsync("No plan yet");
        await desk.ShouldBeFineAsync("console-plans-none");
        await desk[$"new-{DemoNames.TradingTech}"].ClickAsync();
        await desk["perLot.amount"].FillAsync("much");
        await desk["level-1"].FillAsync("70");
        await desk["level-2"].FillAsync("40");
        await desk["save"].ClickAsync();
        await Expect(desk["name-error"]).ToBeVisibleAsync();
        await Expect(desk["perLot.amount-error"]).ToBeVisibleAsync();
        await desk.ShouldBeFineAsync("console-plan-form-errors");
        await desk["name"].FillAsync("Standard");
        await desk["perLot.amount"].FillAsync("5");
        await desk["perLot.groups"].FillAsync("XAU*, XAG* = 20");
        await desk["level-2"].FillAsync("20");
        await desk.Page.Locator("summary", new() { HasText = "Of the revenue" }).ClickAsync();
        await desk["revenueShare.percent"].FillAsync("10");
        await desk["sample.symbol"].FillAsync("XAUUSD");
        await desk["preview"].ClickAsync();
        await Expect(desk["preview-sum"]).ToHaveTextAsync("18.54");
        await desk.ShouldBeFineAsync("console-plan-form");
        await desk["save"].DblClickAsync();
        await Expect(desk["notice"]).ToContainTextAsync("The plan is there");
        await Expect(desk["version"]).ToHaveCountAsync(1);
        await desk["reason"].FillAsync("Agreed with all partners");
        await desk["give"].ClickAsync();
        await Expect(desk["holders"]).ToContainTextAsync("All who have no plan of their own");
        await desk.ShouldBeFineAsync("console-plan");
        await desk["nav-plans"].ClickAsync();
        await Expect(desk["plan-row"]).ToHaveCountAsync(1);
        await desk.ShouldBeFineAsync("console-plans");
    }

    private Task<Visit> OpenAsync(RewardStage stage) => machine.VisitAsync(static options => options.ViewportSize = new() { Width = 1280, Height = 900 }, stage.Up);
}
