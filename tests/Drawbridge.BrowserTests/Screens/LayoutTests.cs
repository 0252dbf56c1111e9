using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Screens;

public sealed class LayoutTests(Machine machine)
{
    /// <summary>The smallest phone, a usual one, 4:3, 16:9 and a desktop.</summary>
    private static readonly (int Width, int Height)[] Sizes = [(320, 568), (390, 844), (1024, 768), (1280, 720), (1440, 900)];

    private const string Overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    // CONF-6.2.2-1, CONF-0-4, CONF-0-5, SCR-16, SCR-60
    [Theory]
    [InlineData("de")] // the longest words
    [InlineData("ar")]
    public async Task Every_screen_fits_every_size(string lang)
    {
        await using var visit = await machine.VisitAsync();
        var screens = visit.Screens;
        await screens.OpenAsync("/auth/login", $"lang={lang}");
        await FitsAsync(visit, screens["login"]);
        await screens["submit"].ClickAsync();
        await FitsAsync(visit, screens["form-error"]);
        await screens.OpenAsync("/auth/reset", $"lang={lang}");
        await FitsAsync(visit, screens["reset"]);
        await screens.OpenAsync("/client/login", $"lang={lang}");
        await FitsAsync(visit, screens["login"]);
        await screens.OpenAsync("/auth/login", $"lang={lang}&firstLogin=true&{screens.BackToBroker}");
        await FitsAsync(visit, screens["signup"]);
        await screens.FillSignUpAsync(Person.New());
        await screens["submit"].ClickAsync();
        await FitsAsync(visit, screens["account-create"], "account-submit");
        await screens["account-submit"].ClickAsync();
        await FitsAsync(visit, screens["success"], "success");
        await screens.OpenAsync("/client", $"lang={lang}");
        await FitsAsync(visit, screens["client-home"], "open-trading");
    }

    // CONF-6.2.2-1, CONF-6.2.3-2, CONF-6.2.6-1, CONF-6.2.6-2, CONF-0-4, SCR-16, SCR-60
    [Theory]
    [InlineData("de", "ltr", "light")]
    [InlineData("ar", "rtl", "dark")]
    public async Task Every_screen_of_a_trader_fits_every_size_in_its_language_and_theme(string lang, string direction, string theme)
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync();
        var screens = visit.Screens;
        var look = $"lang={lang}&theme={theme}";
        foreach (var action in new[] { "deposit", "withdraw" })
        {
            await screens.OpenAsync($"/inapp/{action}", $"{look}&token={await machine.Up.NewInAppTokenAsync(person)}");
            await LooksAsync(screens[action], "cashier-submit");
            await screens["cashier-submit"].ClickAsync();
            await LooksAsync(screens["form-error"], "cashier-submit");
        }

        await screens.OpenAsync("/account/create", $"{look}&token={await machine.Up.NewInAppTokenAsync(person)}");
        await LooksAsync(screens["account-create"], "account-submit");
        await screens["product-practice"].ClickAsync();
        await LooksAsync(screens["account-create"], "account-submit");

        await screens.OpenClientAreaAsync(person, more: look);
        foreach (var path in new[] { "/account/password", "/account/email" })
        {
            await screens.OpenAsync(path, look);
            await LooksAsync(screens["submit"], "submit");
            await screens["submit"].ClickAsync();
            await LooksAsync(screens["form-error"], "submit");
        }

        async Task LooksAsync(ILocator screen, string lastControl)
        {
            await FitsAsync(visit, screen, lastControl);
            await Expect(screens.Document).ToHaveAttributeAsync("lang", lang);
            await Expect(screens.Document).ToHaveAttributeAsync("dir", direction);
            await Expect(screens.Document).ToHaveAttributeAsync("data-theme", theme);
        }
    }

    // SCR-60
    [Theory]
    [InlineData(390, 844)]
    [InlineData(1440, 900)]
    public async Task The_app_fits_and_so_do_the_screens_in_it(int width, int height)
    {
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height });

        await visit.App.OpenSignUpAsync();
        (await visit.Page.EvaluateAsync<int>(Overflow)).ShouldBeLessThanOrEqualTo(0);
        (await visit.App.Screens.Document.EvaluateAsync<int>(Overflow)).ShouldBeLessThanOrEqualTo(0);
        await visit.App.Screens.SignUpAsync(Person.New());
        await visit.App.ExpectAsync(SimulatedApp.Trading);

        (await visit.Page.EvaluateAsync<int>(Overflow)).ShouldBeLessThanOrEqualTo(0);
        await Expect(visit.App["logout"]).ToBeInViewportAsync();
    }

    // SCR-60, SCR-76
    [Fact]
    public async Task A_screen_fits_into_a_frame_of_320_pixels()
    {
        await using var visit = await machine.VisitAsync();
        await visit.Page.GotoAsync($"{machine.Up.PlatformUrl}/health/live"); // a page of the platform without scripts
        await visit.Page.EvaluateAsync(
            "url => { const f = document.createElement('iframe'); f.width = 320; f.height = 560; f.src = url; f.dataset.testid = 'broker-frame'; document.body.replaceChildren(f); }",
            $"{machine.Up.BrokerUrl}/auth/login?{BrokerScreens.Names}&firstLogin=true&lang=de");

        await Expect(visit.App.Screens["signup"]).ToBeVisibleAsync();

        (await visit.App.Screens.Document.EvaluateAsync<int>(Overflow)).ShouldBeLessThanOrEqualTo(0);
        await visit.App.Screens["submit"].ScrollIntoViewIfNeededAsync();
        await Expect(visit.App.Screens["submit"]).ToBeInViewportAsync();
    }

    private static async Task FitsAsync(Visit visit, ILocator screen, string lastControl = "submit")
    {
        await Expect(screen).ToBeVisibleAsync();
        foreach (var (width, height) in Sizes)
        {
            await visit.Page.SetViewportSizeAsync(width, height);
            await visit.Screens[lastControl].ScrollIntoViewIfNeededAsync();
            await Expect(visit.Screens[lastControl]).ToBeInViewportAsync();
            (await visit.Page.EvaluateAsync<int>(Overflow)).ShouldBeLessThanOrEqualTo(0, $"{width}x{height} {visit.Page.Url}");
        }
    }
}
