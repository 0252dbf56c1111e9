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

    // SCR-13, SCR-80..82, FLOW-EMBED-1..7, MOD-6, MOD-60, CONF-6.3.8-2
    [Theory]
    [InlineData(390, 844, "en", "light")]
    [InlineData(1440, 900, "ar", "dark")]
    public async Task The_app_runs_inside_the_client_area_with_whichever_account(int width, int height, string lang, string theme)
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height });
        var screens = visit.Screens;
        await screens.OpenClientAreaAsync(person, more: $"lang={lang}&theme={theme}");
        var number = await screens["account"].Locator("[name=acc]").InputValueAsync();

        await screens["trade-here"].ClickAsync();

        var inside = visit.Page.FrameLocator("[data-testid=trade-frame]");
        await Expect(inside.GetByTestId("app-state")).ToHaveAttributeAsync("data-state", SimulatedApp.Trading);
        await Expect(inside.GetByTestId("account-login")).ToHaveTextAsync(number);
        await Expect(inside.Locator("html")).ToHaveAttributeAsync("lang", lang);
        (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0);
        (await visit.Page.ContentAsync()).ShouldNotContain("token=");
        visit.Page.Url.ShouldNotContain("token");
        visit.Requests.Count(static url => url.Contains("token=", StringComparison.Ordinal)).ShouldBe(1);
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await visit.KeepPictureAsync("trade");

        await screens["trade-start"].ClickAsync(); // once more, with a token of its own
        await Expect(inside.GetByTestId("app-state")).ToHaveAttributeAsync("data-state", SimulatedApp.Trading);
        await screens["trade-back"].ClickAsync();
        await Expect(screens["client-home"]).ToBeVisibleAsync();
    }

    // SCR-13, FLOW-EMBED-1
    [Fact]
    public async Task A_session_that_ended_is_begun_anew_without_a_page_in_a_page()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync();
        await visit.Screens.OpenClientAreaAsync(person);
        await visit.Screens["trade-here"].ClickAsync();
        var inside = visit.Page.FrameLocator("[data-testid=trade-frame]");
        await Expect(inside.GetByTestId("app-state")).ToHaveAttributeAsync("data-state", SimulatedApp.Trading);
        await visit.Context.ClearCookiesAsync();

        await visit.Screens["trade-start"].ClickAsync();
        await inside.GetByTestId("email").FillAsync(person.Email);
        await inside.GetByTestId("password").FillAsync(person.Password);
        await inside.GetByTestId("submit").ClickAsync();

        await Expect(inside.GetByTestId("app-state")).ToHaveAttributeAsync("data-state", SimulatedApp.Trading);
        (await visit.Page.EvaluateAsync<int>("frames.length")).ShouldBe(1);
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
