using System.Text.Json;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;

namespace Drawbridge.BrowserTests.SecondEngine;

/// <summary>The screens of the certification through all their stages, in private windows of an engine that is not Chromium's.</summary>
public sealed class FirefoxTests(Machine machine)
{
    private static readonly (int Width, int Height)[] Sizes = [(390, 844), (1024, 768), (1280, 720)];

    // CONF-6.2.1-1, CONF-0-4, CONF-0-5, SCR-61, SCR-60
    [Fact]
    public async Task Every_screen_works_and_fits_in_a_private_window()
    {
        var trader = await machine.Up.NewTraderAsync();
        await using var firefox = await Firefox.StartAsync();
        var person = Person.New();

        await OpenAsync("/auth/login", $"firstLogin=true&successUrl={Uri.EscapeDataString($"{machine.Up.BrokerUrl}/sso/callback")}");
        await ShowsAsync("signup");
        await FillAsync(("first-name", person.FirstName), ("last-name", person.LastName), ("email", person.Email), ("password", person.Password));
        await ClickAsync("submit");
        await ShowsAsync("account-create");
        await ClickAsync("account-submit");
        await ShowsAsync("success");

        foreach (var action in new[] { "deposit", "withdraw" })
        {
            await OpenAsync($"/inapp/{action}", $"token={await machine.Up.NewInAppTokenAsync(trader)}");
            await ShowsAsync("cashier-submit");
            await ClickAsync("cashier-submit");
            await ShowsAsync("form-error");
        }

        await OpenAsync("/account/create", $"token={await machine.Up.NewInAppTokenAsync(trader)}");
        await ShowsAsync("account-create");
        await ClickAsync("product-practice");
        await firefox.UntilAsync("document.querySelector('[data-testid=product-practice]')?.getAttribute('aria-pressed') === 'true'");
        await ShowsAsync("account-submit");

        await OpenAsync("/client/login", "");
        await ShowsAsync("login");
        await FillAsync(("email", trader.Email), ("password", trader.Password));
        await ClickAsync("submit");
        await ShowsAsync("client-home");
        foreach (var path in new[] { "/account/password", "/account/email" })
        {
            await OpenAsync(path, "");
            await ShowsAsync("submit");
            await ClickAsync("submit");
            await ShowsAsync("form-error");
        }

        firefox.Complaints.ShouldBeEmpty();

        Task OpenAsync(string path, string query) => firefox.OpenAsync($"{machine.Up.BrokerUrl}{path}?{BrokerScreens.Names}&{query}");

        Task ClickAsync(string testId) => firefox.EvaluateAsync($"document.querySelector('[data-testid={testId}]').click()");

        async Task FillAsync(params (string TestId, string Value)[] fields)
        {
            foreach (var (testId, value) in fields)
            {
                await firefox.EvaluateAsync($"void (document.querySelector('[data-testid={testId}]').value = {JsonSerializer.Serialize(value)})");
            }
        }

        async Task ShowsAsync(string testId)
        {
            await firefox.UntilAsync($"document.readyState === 'complete' && document.querySelector('[data-testid={testId}]')?.getClientRects().length > 0");
            foreach (var (width, height) in Sizes)
            {
                await firefox.ResizeAsync(width, height);
                var overflow = await firefox.EvaluateAsync("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                overflow!.GetValue<int>().ShouldBeLessThanOrEqualTo(0, $"{testId} at {width}x{height}");
            }

            if (Environment.GetEnvironmentVariable("DRAWBRIDGE_TEST_PICTURES") is { Length: > 0 } folder)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, $"firefox-{testId}.png"), await firefox.PictureAsync());
            }
        }
    }

    // CONF-6.3.2-1..4, FLOW-AUTH-1..5, SCR-76
    [Fact]
    public async Task A_trader_logs_in_inside_the_app()
    {
        var trader = await machine.Up.NewTraderAsync();
        await using var firefox = await Firefox.StartAsync();

        await firefox.OpenAsync($"{machine.Up.PlatformUrl}/app/?{BrokerScreens.Names}");
        await firefox.UntilAsync("document.querySelector('[data-testid=signup]') !== null", inFrame: true);
        await firefox.EvaluateInFrameAsync("document.querySelector('[data-testid=switch-form]').click()");
        await firefox.UntilAsync("document.querySelector('[data-testid=login]') !== null", inFrame: true);
        await firefox.EvaluateInFrameAsync(
            $"(document.querySelector('[data-testid=email]').value = {JsonSerializer.Serialize(trader.Email)}, document.querySelector('[data-testid=password]').value = {JsonSerializer.Serialize(trader.Password)}, document.querySelector('[data-testid=submit]').click())");

        await firefox.UntilAsync($"document.querySelector('[data-testid=app-state]')?.dataset.state === '{SimulatedApp.Trading}'");
    }
}
