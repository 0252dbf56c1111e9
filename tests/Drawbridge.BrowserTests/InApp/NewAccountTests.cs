using System.Globalization;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.InApp;

/// <summary>A further account, over the broker's own screen.</summary>
public sealed class NewAccountTests(Machine machine)
{
    // CONF-6.3.6-1..3, FLOW-NEWACC-1..4, SCR-2, SCR-56
    [Theory]
    [InlineData(Entrance.Broker, 1440, 900, "en", "light")]
    [InlineData(Entrance.Platform, 390, 844, "ar", "dark")]
    public async Task A_trader_opens_a_further_account_and_is_switched_to_it(Entrance entrance, int width, int height, string lang, string theme)
    {
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height });
        var app = visit.App;
        var trader = await visit.EnterAsync(entrance, $"lang={lang}&theme={theme}");

        await app["action-newAccount"].ClickAsync();
        await Expect(app.Screens["account-create"]).ToBeVisibleAsync();
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await visit.KeepPictureAsync("new-account");
        await app.Screens["close"].ClickAsync();
        await Expect(app["sheet"]).ToHaveCountAsync(0);
        await Expect(app.AccountLogin).ToHaveTextAsync(trader.Account.ToString(CultureInfo.InvariantCulture));

        await app["action-newAccount"].ClickAsync();
        await app.Screens["currency-USD"].CheckAsync(new() { Force = true });
        await app.Screens["account-submit"].ClickAsync();

        await Expect(app["sheet"]).ToHaveCountAsync(0);
        await Expect(app.AccountLogin).Not.ToHaveTextAsync(trader.Account.ToString(CultureInfo.InvariantCulture));
        await Expect(app["toast"]).ToBeVisibleAsync();
        await visit.KeepPictureAsync("new-account-done");
        var opened = await app.AccountLogin.InnerTextAsync();
        visit.Page.Url.ShouldNotContain("token");

        await app["action-deposit"].ClickAsync(); // the new account is known to both sides
        await Expect(app.Screens["deposit"]).ToContainTextAsync(opened);
        await Expect(app.Screens["deposit"]).ToContainTextAsync("USD");
    }
}
