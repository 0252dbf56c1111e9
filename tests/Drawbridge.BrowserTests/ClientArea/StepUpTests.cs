using System.Globalization;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.Sessions;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.ClientArea;

/// <summary>Proving once more who one is: in the client area, and where a broker demands it for withdrawals.</summary>
public sealed class StepUpTests(Machine machine)
{
    [Theory]
    [InlineData(1280, 800, "en", "light")]
    [InlineData(390, 844, "ru", "dark")]
    public async Task A_trader_confirms_in_the_client_area_and_at_a_withdrawal(int width, int height, string lang, string theme)
    {
        await using var up = await RunningUp.StartAsync();
        await up.ConfigureAsync(static settings => settings with { SecondFactor = SecondFactorPolicy.RequiredForWithdrawal });
        var sessions = up.Broker.GetRequiredService<IOptions<SessionOptions>>().Value;
        var person = await up.NewTraderAsync();
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height }, up);
        var device = await Authenticator.AddAsync(visit);
        var screens = visit.Screens;
        await screens.OpenClientAreaAsync(person, more: $"lang={lang}&theme={theme}");

        // The login is older than what counts.
        sessions.ProofLifetime = TimeSpan.Zero;
        await screens["security-link"].ClickAsync();
        await screens["passkeys-link"].ClickAsync();
        await Expect(screens["step-up"]).ToBeVisibleAsync();
        await screens["current"].FillAsync("not the password");
        await screens["submit"].ClickAsync();
        await Expect(screens["current-error"]).ToBeVisibleAsync();
        await LookAsync("step-up-password");
        sessions.ProofLifetime = TimeSpan.FromMinutes(10);
        await screens["current"].FillAsync(person.Password);
        await screens["submit"].ClickAsync();
        await Expect(screens["passkeys"]).ToBeVisibleAsync();

        // No second step yet: the withdrawal has one set up.
        var app = visit.App;
        await app.EnterAsync(person, $"lang={lang}&theme={theme}");
        var account = long.Parse(await app.AccountLogin.InnerTextAsync(), CultureInfo.InvariantCulture);
        await up.Manager.DepositAsync(account, 300);
        await app["action-withdraw"].ClickAsync();
        var secret = SecondFactorTests.Secret(await app.Screens["setup-key"].InnerTextAsync());
        await LookAsync("withdraw-setup");
        await app.Screens["code"].FillAsync(Totp.CodeOf(secret, Totp.StepAt(TimeProvider.System.GetUtcNow())));
        await app.Screens["current"].FillAsync(person.Password);
        await app.Screens["submit"].ClickAsync();
        await Expect(app.Screens["recovery-code"]).ToHaveCountAsync(10);
        var codes = await app.Screens["recovery-code"].AllInnerTextsAsync();
        await app.Screens["recovery-done"].ClickAsync();
        await Expect(app.Screens["amount"]).ToBeVisibleAsync();

        // The proof is over.
        sessions.ProofLifetime = TimeSpan.Zero;
        await app.Screens["amount"].FillAsync("120");
        await app.Screens["cashier-submit"].ClickAsync();
        await Expect(app.Screens["step-up"]).ToBeVisibleAsync();
        await LookAsync("step-up-withdraw");
        sessions.ProofLifetime = TimeSpan.FromMinutes(10);
        await app.Screens["code"].FillAsync(codes[0]);
        await app.Screens["submit"].ClickAsync();
        await Expect(app.Screens["payment-amount"]).ToBeVisibleAsync();

        // With a passkey beside the app, either is the second step.
        await screens.OpenAsync("/client/security/passkeys", $"lang={lang}&theme={theme}");
        await screens["code"].FillAsync(codes[1]);
        await screens["submit"].ClickAsync();
        await screens["add-passkey"].ClickAsync();
        await Expect(screens["passkey-name"]).ToBeVisibleAsync();
        await device.TouchAsync(false);
        await screens["back"].ClickAsync();
        await screens["back"].ClickAsync();
        await screens["logout"].ClickAsync();
        await screens.LogInAsync(person);
        await Expect(screens["second-factor"]).ToBeVisibleAsync();
        await LookAsync("second-factor-both");
        await device.TouchAsync(true);
        await screens["passkey"].ClickAsync();
        await Expect(screens["client-home"]).ToBeVisibleAsync();
        sessions.ProofLifetime = TimeSpan.Zero;
        await screens["security-link"].ClickAsync();
        await screens["two-step"].ClickAsync();
        await Expect(screens["step-up"]).ToBeVisibleAsync();
        await LookAsync("step-up-both");
        sessions.ProofLifetime = TimeSpan.FromMinutes(10);
        await screens["passkey"].ClickAsync();
        await Expect(screens["second-factor-on"]).ToBeVisibleAsync();

        async Task LookAsync(string name)
        {
            (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty(name);
            await visit.KeepPictureAsync(name);
        }
    }
}
