using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.ClientArea;

public sealed class PasskeyTests(Machine machine)
{
    [Theory]
    [InlineData(1280, 800, "en", "dark")]
    [InlineData(390, 844, "de", "light")]
    public async Task A_trader_adds_a_passkey_and_logs_in_with_it_in_the_browser_and_in_the_app(int width, int height, string lang, string theme)
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height });
        var device = await Authenticator.AddAsync(visit);
        var screens = visit.Screens;
        await screens.OpenClientAreaAsync(person, more: $"lang={lang}&theme={theme}");
        await screens["security-link"].ClickAsync();
        await LookAsync("security-without-passkey");
        await screens["passkeys-link"].ClickAsync();
        await Expect(screens["passkey-unsupported"]).ToBeHiddenAsync();
        await LookAsync("passkeys-none");
        await screens["name"].FillAsync("Work laptop");
        await screens["add-passkey"].ClickAsync();
        await Expect(screens["passkey-name"]).ToHaveTextAsync("Work laptop");
        await LookAsync("passkeys");
        await screens["rename"].ClickAsync();
        await screens["rename-name"].FillAsync("Home laptop");
        await LookAsync("passkey-rename");
        await screens["rename-submit"].ClickAsync();
        await Expect(screens["passkey-name"]).ToHaveTextAsync("Home laptop");

        await screens["back"].ClickAsync();
        await screens["back"].ClickAsync();
        await device.TouchAsync(false);
        await screens["logout"].ClickAsync();
        await Expect(screens["passkey"]).ToBeVisibleAsync();
        await LookAsync("login-with-passkey");
        await device.TouchAsync(true);
        await screens["passkey"].ClickAsync();
        await Expect(screens["client-home"]).ToBeVisibleAsync();

        await device.TouchAsync(false);
        await visit.App.OpenLogInAsync($"lang={lang}&theme={theme}");
        await Expect(visit.App.Screens["passkey"]).ToBeVisibleAsync();
        await device.TouchAsync(true);
        await visit.App.Screens["passkey"].ClickAsync();
        await visit.App.ExpectAsync(SimulatedApp.Trading);

        async Task LookAsync(string name)
        {
            (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty(name);
            await visit.KeepPictureAsync(name);
        }
    }

    [Fact]
    public async Task Without_scripts_or_without_an_answer_the_password_is_still_there()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var plain = await machine.VisitAsync(static options => options.JavaScriptEnabled = false);
        await plain.Screens.OpenAsync("/client/login");
        await Expect(plain.Screens["passkey"]).ToBeHiddenAsync();

        await using var visit = await machine.VisitAsync();
        await Authenticator.AddAsync(visit);
        await visit.Screens.OpenAsync("/client/login");
        await visit.Screens["passkey"].ClickAsync();
        await Expect(visit.Screens["passkey-error"]).ToBeVisibleAsync();
        await visit.Screens.LogInAsync(person);
        await Expect(visit.Screens["client-home"]).ToBeVisibleAsync();
    }
}
