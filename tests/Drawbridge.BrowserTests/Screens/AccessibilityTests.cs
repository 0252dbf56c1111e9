using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Screens;

/// <summary>What axe finds on every screen. Serious and critical faults keep somebody out.</summary>
public sealed class AccessibilityTests(Machine machine)
{
    // SCR-61, CONF-6.2.1-1
    [Theory]
    [InlineData("light", "en")]
    [InlineData("dark", "ar")]
    public async Task Nobody_is_kept_out_of_a_broker_screen(string theme, string lang)
    {
        await using var visit = await machine.VisitAsync();
        var screens = visit.Screens;
        var person = Person.New();
        var query = $"theme={theme}&lang={lang}";
        await screens.OpenAsync("/auth/login", query);
        await CheckAsync(visit, screens["login"], "login");
        await screens["submit"].ClickAsync();
        await CheckAsync(visit, screens["form-error"], "login-error");
        await screens.OpenAsync("/auth/reset", query);
        await CheckAsync(visit, screens["reset"], "reset");
        await screens.OpenAsync("/auth/login", $"{query}&firstLogin=true&{screens.BackToBroker}");
        await CheckAsync(visit, screens["signup"], "signup");
        await screens.FillSignUpAsync(person);
        await screens["submit"].ClickAsync();
        await CheckAsync(visit, screens["account-create"], "account-create");
        await screens["account-submit"].ClickAsync();
        await CheckAsync(visit, screens["success"], "success");
        await Expect(screens.Document).ToHaveAttributeAsync("lang", lang); // SCR-36
        await Expect(screens.Document).ToHaveAttributeAsync("data-theme", theme);
        await screens.OpenAsync("/client", query);
        await CheckAsync(visit, screens["client-home"], "client-home");
        await visit.Page.GotoAsync($"{machine.Up.BrokerUrl}/auth/login?brokerName=nobody&brokerCrmName=nobody&{query}");
        await CheckAsync(visit, screens["screen-error"], "screen-error");
    }

    [Fact]
    public async Task Nobody_is_kept_out_of_the_mailbox()
    {
        await using var visit = await machine.VisitAsync();

        await visit.Page.GotoAsync($"{machine.Up.BrokerUrl}/mailbox");

        await CheckAsync(visit, visit.Page.GetByRole(AriaRole.Heading), "mailbox");
        await Expect(visit.Page).ToHaveTitleAsync("Mailbox");
    }

    [Theory]
    [InlineData("light", "en")]
    [InlineData("dark", "ar")]
    public async Task Nobody_is_kept_out_of_the_app(string theme, string lang)
    {
        await using var visit = await machine.VisitAsync();
        await visit.App.OpenSignUpAsync($"theme={theme}&lang={lang}");
        await CheckAsync(visit, visit.App.Frame, "app-login");
        await visit.App.Screens.SignUpAsync(Person.New());
        await visit.App.ExpectAsync(SimulatedApp.Trading);
        await CheckAsync(visit, visit.App.AccountLogin, "app-trading");
        await visit.App["close-app"].ClickAsync();
        await CheckAsync(visit, visit.App["open-app"], "app-closed");
    }

    private static async Task CheckAsync(Visit visit, ILocator shown, string name)
    {
        await Expect(shown).ToBeVisibleAsync();
        await visit.KeepPictureAsync(name);
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty(name);
    }
}
