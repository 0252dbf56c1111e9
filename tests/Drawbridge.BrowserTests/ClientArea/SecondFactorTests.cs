using Drawbridge.Broker.SecondFactor;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.ClientArea;

public sealed class SecondFactorTests(Machine machine)
{
    [Theory]
    [InlineData(1440, 900, "en", "dark")]
    [InlineData(390, 844, "de", "light")]
    public async Task A_trader_switches_two_step_verification_on_and_logs_in_to_the_app_with_it(int width, int height, string lang, string theme)
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height });
        var screens = visit.Screens;
        await screens.OpenClientAreaAsync(person, more: $"lang={lang}&theme={theme}");
        await screens["security-link"].ClickAsync();
        await screens["two-step"].ClickAsync();
        await LookAsync("two-step-setup");
        var secret = Secret(await screens["setup-key"].InnerTextAsync());
        await screens["code"].FillAsync(Totp.CodeOf(secret, Totp.StepAt(TimeProvider.System.GetUtcNow())));
        await screens["submit"].ClickAsync();
        await Expect(screens["recovery-code"]).ToHaveCountAsync(10);
        await LookAsync("recovery-codes");
        var codes = await screens["recovery-code"].AllInnerTextsAsync();
        await screens["recovery-done"].ClickAsync();
        await Expect(screens["second-factor-state"]).ToContainTextAsync("10");
        await LookAsync("security-two-step");
        await screens["two-step"].ClickAsync();
        await Expect(screens["second-factor-on"]).ToBeVisibleAsync();
        await LookAsync("two-step-on");

        await using var other = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height });
        await other.App.OpenLogInAsync($"lang={lang}&theme={theme}");
        await other.App.Screens.LogInAsync(person);
        await Expect(other.App.Screens["second-factor"]).ToBeVisibleAsync();
        (await Axe.FaultsOfAsync(other.Page)).ShouldBeEmpty();
        await other.KeepPictureAsync("second-factor");
        await other.App.Screens["code"].FillAsync("not a code");
        await other.App.Screens["submit"].ClickAsync();
        await Expect(other.App.Screens["code-error"]).ToBeVisibleAsync();
        await other.App.Screens["code"].FillAsync(codes[0]);
        await other.App.Screens["submit"].ClickAsync();
        await other.App.ExpectAsync(SimulatedApp.Trading);

        async Task LookAsync(string name)
        {
            (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty(name);
            await visit.KeepPictureAsync(name);
        }
    }

    /// <summary>As an authenticator app reads it.</summary>
    internal static byte[] Secret(string key)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(key.Where(char.IsAsciiLetterOrDigit).Select(c => Convert.ToString(Alphabet.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Select(static eight => Convert.ToByte(new string(eight), 2))];
    }
}
