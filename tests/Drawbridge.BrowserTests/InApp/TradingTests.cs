using System.Globalization;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.InApp;

public sealed class TradingTests(Machine machine, InAppMachine inApp)
{
    [Fact]
    public async Task A_position_opens_shows_its_profit_and_closes()
    {
        await using var visit = await inApp.VisitAsync(machine);
        var app = visit.App;
        await app.EnterAsync(await inApp.Up.NewTraderAsync());
        await app["ticket-buy"].ClickAsync();
        await Expect(app["toast"]).ToContainTextAsync("There is not enough free margin for that.");
        var account = long.Parse(await app.AccountLogin.InnerTextAsync(), CultureInfo.InvariantCulture);
        await inApp.Up.Manager.DepositAsync(account, 10_000);
        await Expect(app["account-balance"].First).ToHaveAttributeAsync("data-units", "1000000");

        await app["ticket-volume"].SelectOptionAsync("10000");
        await app["ticket-buy"].ClickAsync();
        await Expect(app["position"]).ToHaveAttributeAsync("data-direction", "BUY");
        await Expect(app["position"]).ToContainTextAsync("10,000");
        await Expect(app["position-profit"]).Not.ToBeEmptyAsync();
        await Expect(visit.Page.Locator(".summary-note")).ToHaveTextAsync("Open positions: 1");
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();

        await app["position-close"].ClickAsync();
        await Expect(app["toast"]).ToContainTextAsync("EURUSD closed: ");
        await Expect(app["position"]).ToHaveCountAsync(0);
        await Expect(app["account-balance"].First).Not.ToHaveAttributeAsync("data-units", "1000000");
    }
}
