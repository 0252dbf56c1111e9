using Drawbridge.Broker.SecondFactor;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.ClientArea;

/// <summary>The start page of the client area, and what begins there.</summary>
public sealed class HomeTests(Machine machine)
{
    // SCR-12, SCR-60, MOD-56, FLOW-DEPOSIT-1..4
    [Theory]
    [InlineData(1280, 800, "en", "light")]
    [InlineData(390, 844, "ar", "dark")]
    public async Task A_trader_pays_in_proves_and_trades_from_the_client_area(int width, int height, string lang, string theme)
    {
        await using var up = await RunningUp.StartAsync();
        var person = await up.NewTraderAsync();
        await up.ConfigureAsync(static settings => settings with
        {
            SecondFactor = SecondFactorPolicy.RequiredForWithdrawal,
            Agreements = [new() { Versions = [new("2026-11", new("https://broker.example.test/terms"))] }],
        });
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height }, up);
        var screens = visit.Screens;
        await screens.OpenAsync("/client", $"lang={lang}&theme={theme}");
        await screens.LogInAsync(person);
        await screens["agreement"].CheckAsync();
        await screens["agreements-submit"].ClickAsync();
        await Expect(screens["balance"]).ToContainTextAsync("0.00");
        await LookAsync("home-new");

        await screens["deposit"].ClickAsync();
        await screens["preset-250"].ClickAsync();
        visit.Requests.ShouldAllBe(static url => !url.Contains("token=", StringComparison.Ordinal));
        await screens["cashier-submit"].ClickAsync();
        await screens["sandbox-submit"].ClickAsync();
        await Expect(screens["payment-done"]).ToBeVisibleAsync();
        await screens["payment-finish"].ClickAsync();
        await Expect(screens["payment-state"]).ToHaveCountAsync(1);
        while (!(await screens["balance"].InnerTextAsync()).Contains("250.00", StringComparison.Ordinal))
        {
            await visit.Page.ReloadAsync(); // a balance is kept for a moment
        }

        await screens["verification"].First.ClickAsync();
        await Expect(screens["kyc-next"]).ToBeVisibleAsync();
        await screens["close"].ClickAsync();
        await screens["payment"].ClickAsync();
        await Expect(screens["receipt"]).ToBeVisibleAsync();
        await screens["close"].ClickAsync();
        await screens["withdraw"].ClickAsync();
        await Expect(screens["setup-key"]).ToBeVisibleAsync(); // a second step comes first, here as in an application
        await screens["close"].ClickAsync();
        await LookAsync("home");

        await up.StopPlatformAsync();
        await visit.Page.ReloadAsync();
        while (await screens["platform-away"].CountAsync() == 0)
        {
            await visit.Page.ReloadAsync();
        }

        await Expect(screens["balance"]).ToContainTextAsync("250.00");
        await Expect(screens["payment"]).ToBeVisibleAsync();
        await LookAsync("home-away");

        async Task LookAsync(string name)
        {
            await Expect(screens["client-home"]).ToBeVisibleAsync();
            (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0);
            (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
            await visit.KeepPictureAsync(name);
        }
    }
}
