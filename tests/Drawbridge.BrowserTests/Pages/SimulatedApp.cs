using Drawbridge.BrowserTests.Hosting;
using Drawbridge.Cli.Up;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Pages;

/// <summary>The platform's simulated app in a tab.</summary>
internal sealed class SimulatedApp(IPage page, RunningUp up)
{
    public const string Login = "login";
    public const string Trading = "trading";
    public const string LoggedOut = "logged-out";
    public const string Closed = "closed";

    /// <summary>The broker's screen inside the app.</summary>
    public BrokerScreens Screens => new(page, up, page.FrameLocator("[data-testid='broker-frame']"));

    public ILocator Frame => this["broker-frame"];

    /// <summary>Number of the account that is shown.</summary>
    public ILocator AccountLogin => this["account-login"];

    public ILocator this[string testId] => page.GetByTestId(testId);

    /// <summary>Starts the app for the seeded broker. The query may say what a device would: <c>lang</c>, <c>theme</c>, <c>source</c>, …</summary>
    public Task OpenAsync(string query = "lang=en&theme=light") =>
        page.GotoAsync($"{up.PlatformUrl}/app/?{BrokerScreens.Names}&{query}");

    /// <summary>Waits until the app is in a state.</summary>
    public Task ExpectAsync(string state) => Expect(this["app-state"]).ToHaveAttributeAsync("data-state", state);

    /// <summary>The signup form: this device has not been used before.</summary>
    public async Task OpenSignUpAsync(string query = "lang=en&theme=light")
    {
        await OpenAsync(query);
        await Expect(Screens["signup"]).ToBeVisibleAsync();
    }

    /// <summary>The login form, reached by way of the signup form.</summary>
    public async Task OpenLogInAsync(string query = "lang=en&theme=light")
    {
        await OpenSignUpAsync(query);
        await Screens["switch-form"].ClickAsync();
        await Expect(Screens["login"]).ToBeVisibleAsync();
    }

    /// <summary>What "this device" would log in with at the next launch.</summary>
    public Task<string?> SavedAccessTokenAsync() => page.EvaluateAsync<string?>(
        "Object.entries(localStorage).filter(([key]) => key.startsWith('drawbridge.device.')).map(([, value]) => JSON.parse(value).accessToken).find(Boolean) ?? null");

    /// <summary>Signs up and waits until the app is in.</summary>
    public async Task SignUpAsync(Person person, bool keep = false)
    {
        await OpenSignUpAsync();
        await Screens.SignUpAsync(person, keep);
        await ExpectAsync(Trading);
    }

    /// <summary>Enters as from the client area, which is quicker than logging in.</summary>
    public async Task EnterAsync(Person person, string query = "lang=en&theme=light", string broker = DemoNames.TradingTech)
    {
        await page.GotoAsync($"{up.PlatformUrl}/app/?brokerName={broker}&{query}&token={await up.IssueTokenAsync(person, broker)}");
        await ExpectAsync(Trading);
    }

    /// <summary>Logs in and waits until the app is in.</summary>
    public async Task LogInAsync(Person person, bool keep = false)
    {
        await OpenLogInAsync();
        await Screens.LogInAsync(person, keep);
        await ExpectAsync(Trading);
    }
}
