using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Microsoft.AspNetCore.WebUtilities;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.ClientArea;

public sealed class OpenTradingTests(Machine machine)
{
    // CONF-6.3.8-1, CONF-6.3.8-2, SCR-12, SCR-80..82, FLOW-EMBED-1..7
    [Fact]
    public async Task The_client_area_opens_the_app_logged_in_with_the_chosen_account()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync();
        await visit.Screens.OpenClientAreaAsync(person);
        var number = await visit.Screens["account"].Locator("[name=acc]").InputValueAsync();
        (await visit.Page.ContentAsync()).ShouldNotContain("token=");

        var page = await visit.Context.RunAndWaitForPageAsync(() => visit.Screens["open-trading"].ClickAsync());

        var app = new SimulatedApp(page, machine.Up);
        await app.ExpectAsync(SimulatedApp.Trading);
        await Expect(app.AccountLogin).ToHaveTextAsync(number);
        page.Url.ShouldNotContain("token");
        var opened = QueryHelpers.ParseQuery(new Uri(visit.Requests.Single(url => url.Contains("token=", StringComparison.Ordinal))).Query);
        opened["source"].ToString().ShouldBe("web");
        opened["acc"].ToString().ShouldBe(number);
        opened["lang"].ToString().ShouldBe("en");
        opened["token"].ToString().ShouldStartWith("dbot_");
        (await app.SavedAccessTokenAsync()).ShouldBeNull();
    }

    // FLOW-KMLI-4
    [Fact]
    public async Task Who_stays_logged_in_to_the_client_area_stays_logged_in_to_the_app()
    {
        await using var visit = await machine.VisitAsync();
        await visit.Screens.OpenClientAreaAsync(await machine.Up.NewTraderAsync(), keep: true);

        var app = new SimulatedApp(
            await visit.Context.RunAndWaitForPageAsync(() => visit.Screens["open-trading"].ClickAsync()), machine.Up);

        await app.ExpectAsync(SimulatedApp.Trading);
        (await app.SavedAccessTokenAsync()).ShouldNotBeNull();
    }

    // FLOW-EMBED-1
    [Fact]
    public async Task Nobody_enters_without_a_session()
    {
        await using var visit = await machine.VisitAsync();

        await visit.Screens.OpenAsync("/client");

        await Expect(visit.Screens["login"]).ToBeVisibleAsync();
        await Expect(visit.Screens["open-trading"]).ToHaveCountAsync(0);
    }
}
