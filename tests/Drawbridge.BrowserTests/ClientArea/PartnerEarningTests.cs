using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.ClientArea;

/// <summary>What partners read of their earnings in the client area.</summary>
public sealed class PartnerEarningTests(Machine machine)
{
    [Theory] // INV-2, INV-9, SCR-45
    [InlineData(1280, 800, "en", "light")]
    [InlineData(390, 844, "ar", "dark")]
    public async Task A_partner_reads_a_statement_and_takes_it_along(int width, int height, string lang, string theme)
    {
        await using var stage = await RewardStage.OpenAsync();
        var (person, ann) = await stage.NewPartnerAsync("Ann Archer");
        var trader = await stage.NewTraderAsync(ann);
        await stage.GivePlanAsync(new
        {
            currency = "EUR", levels = new[] { 100 }, perLot = new { amount = 8.01m }, revenueShare = new { percent = 10, commission = true },
        });
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height }, stage.Up);
        var screens = visit.Screens;
        await screens.OpenClientAreaAsync(person, more: $"lang={lang}&theme={theme}");
        await screens.OpenAsync("/client/partner/earnings", $"lang={lang}&theme={theme}");
        await Expect(screens["earnings-none"]).ToBeVisibleAsync();
        await LookAsync(visit, "partner-earnings-none");

        await stage.CloseAsync(trader, 1.55m, commission: 6);
        await stage.CloseAsync(trader, 12.5m, "XAUUSD");
        await stage.RunAsync();
        await stage.CloseAsync(trader, 0.4m); // after the statement
        await stage.RewardAsync();
        await screens.OpenAsync("/client/partner/earnings", $"lang={lang}&theme={theme}");

        await Expect(screens["earnings-EUR"]).ToBeVisibleAsync();
        await LookAsync(visit, "partner-earnings");
        await screens["statement-open"].ClickAsync();
        await Expect(screens["statement-line"]).ToHaveCountAsync(4); // lots twice, commission once, and what is below a cent
        await LookAsync(visit, "partner-statement");
        var file = await visit.Page.RunAndWaitForDownloadAsync(() => screens["statement-csv"].ClickAsync());
        var lines = await File.ReadAllLinesAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
        (lines.Length, lines[0]).ShouldBe((5, "line,time,kind,level,symbol,lots,amount,currency"));
    }

    private static async Task LookAsync(Visit visit, string name)
    {
        (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0);
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await visit.KeepPictureAsync(name);
    }
}
