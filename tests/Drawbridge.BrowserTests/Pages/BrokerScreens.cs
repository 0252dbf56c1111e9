using Drawbridge.Broker.Screens.Texts;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.Cli.Up;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Pages;

/// <summary>The broker's screens, inside an app's frame or in a tab.</summary>
internal sealed class BrokerScreens
{
    public const string Names = $"brokerName={DemoNames.TradingTech}&brokerCrmName={DemoNames.TradingTechCrm}";

    private readonly IPage _page;
    private readonly RunningUp _up;
    private readonly Func<string, ILocator> _locate;

    public BrokerScreens(IPage page, RunningUp up)
        : this(page, up, selector => page.Locator(selector))
    {
    }

    public BrokerScreens(IPage page, RunningUp up, IFrameLocator frame)
        : this(page, up, selector => frame.Locator(selector))
    {
    }

    private BrokerScreens(IPage page, RunningUp up, Func<string, ILocator> locate)
    {
        _page = page;
        _up = up;
        _locate = locate;
    }

    /// <summary>The document itself, for language, direction and theme.</summary>
    public ILocator Document => _locate("html");

    /// <summary>What a script finds by this id.</summary>
    public ILocator this[string testId] => _locate($"[data-testid='{testId}']");

    /// <summary>Asks for the broker's own success page instead of an app.</summary>
    public string BackToBroker => $"successUrl={Uri.EscapeDataString($"{_up.BrokerUrl}/sso/callback")}";

    /// <summary>Text of a screen.</summary>
    public static string Text(TextKey key, string language = "en") => TextCatalogue.In(language)[key];

    /// <summary>Opens a screen in the tab, identified as the seeded broker's.</summary>
    public Task<IResponse?> OpenAsync(string path, string query = "") =>
        _page.GotoAsync($"{_up.BrokerUrl}{path}?{Names}{(query.Length == 0 ? "" : "&")}{query}");

    public async Task FillSignUpAsync(Person person, bool keep = false)
    {
        await this["first-name"].FillAsync(person.FirstName);
        await this["last-name"].FillAsync(person.LastName);
        await this["email"].FillAsync(person.Email);
        await this["password"].FillAsync(person.Password);
        await this["keep"].SetCheckedAsync(keep);
    }

    /// <summary>From the signup form to the success URL.</summary>
    public async Task SignUpAsync(Person person, bool keep = false)
    {
        await FillSignUpAsync(person, keep);
        await this["submit"].ClickAsync();
        await Expect(this["account-create"]).ToBeVisibleAsync();
        await this["account-submit"].ClickAsync();
    }

    /// <summary>From the login form to whatever comes next.</summary>
    public async Task LogInAsync(Person person, bool keep = false)
    {
        await this["email"].FillAsync(person.Email);
        await this["password"].FillAsync(person.Password);
        await this["keep"].SetCheckedAsync(keep);
        await this["submit"].ClickAsync();
    }

    /// <summary>Logs in to the client area, in a tab.</summary>
    public async Task OpenClientAreaAsync(Person person, bool keep = false, string more = "")
    {
        await OpenAsync("/client", more);
        await LogInAsync(person, keep);
        await Expect(this["client-home"]).ToBeVisibleAsync();
    }
}
