using System.Text.Json;
using Drawbridge.Broker.SignIn.Texts;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Microsoft.AspNetCore.WebUtilities;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Screens;

public sealed class ParameterTests(Machine machine)
{
    private const string BackgroundOfBody = "getComputedStyle(document.body).backgroundColor";

    // CONF-6.2.3-1, CONF-6.2.3-2, CONF-6.2.6-1, CONF-6.2.6-2, SCR-22, SCR-47
    [Theory]
    [InlineData("en", "ltr", "dark")]
    [InlineData("de", "ltr", "light")]
    [InlineData("es", "ltr", "dark")]
    [InlineData("ar", "rtl", "light")]
    public async Task A_supported_language_is_spoken_in_the_theme_that_was_asked_for(string lang, string direction, string theme)
    {
        await using var visit = await machine.VisitAsync();

        await visit.App.OpenSignUpAsync($"lang={lang}&theme={theme}");

        await Expect(visit.App.Screens.Document).ToHaveAttributeAsync("lang", lang);
        await Expect(visit.App.Screens.Document).ToHaveAttributeAsync("dir", direction);
        await Expect(visit.App.Screens.Document).ToHaveAttributeAsync("data-theme", theme);
        await Expect(visit.App.Screens["signup"]).ToContainTextAsync(BrokerScreens.Text(SignInTextKey.SignupTitle, lang));
        await visit.App.Screens["switch-form"].ClickAsync();
        await Expect(visit.App.Screens["login"]).ToContainTextAsync(BrokerScreens.Text(SignInTextKey.LoginTitle, lang));
        await Expect(visit.App.Screens.Document).ToHaveAttributeAsync("data-theme", theme);
    }

    // CONF-6.2.3-3, SCR-22, SCR-35
    [Theory]
    [InlineData("lang=nl")]
    [InlineData("lang=EN&theme=purple&source=Toaster&firstLogin=perhaps&surprise=1")]
    [InlineData("lang=%3Cscript%3E")]
    public async Task What_cannot_be_used_falls_back_to_the_default(string query)
    {
        await using var visit = await machine.VisitAsync();

        await visit.Screens.OpenAsync("/auth/login", query);

        await Expect(visit.Screens["login"]).ToBeVisibleAsync();
        await Expect(visit.Screens.Document).ToHaveAttributeAsync("lang", "en");
        await Expect(visit.Screens.Document).ToHaveAttributeAsync("data-theme", "light");
    }

    // CONF-6.2.4-1, CONF-6.2.4-2, SCR-24
    [Fact]
    public async Task The_theme_of_the_app_is_the_theme_of_the_screen()
    {
        await using var visit = await machine.VisitAsync();
        await visit.App.OpenSignUpAsync("lang=en&theme=light");
        var light = await visit.App.Screens.Document.EvaluateAsync<string>(BackgroundOfBody);

        await visit.App["theme-toggle"].ClickAsync();

        await Expect(visit.App.Screens.Document).ToHaveAttributeAsync("data-theme", "dark");
        (await visit.App.Screens.Document.EvaluateAsync<string>(BackgroundOfBody)).ShouldNotBe(light);
        await Expect(visit.App["theme-toggle"]).ToHaveAttributeAsync("data-theme", "dark");
    }

    // CONF-6.2.5-1, CONF-6.2.5-2, SCR-1, SCR-26, DEC-35
    [Theory]
    [InlineData("firstLogin=true", "signup")]
    [InlineData("firstLogin=false", "login")]
    [InlineData("", "login")]
    public async Task The_first_login_on_a_device_begins_with_the_signup_form(string query, string form)
    {
        await using var visit = await machine.VisitAsync();

        await visit.Screens.OpenAsync("/auth/login", query);

        await Expect(visit.Screens[form]).ToBeVisibleAsync();
    }

    // CONF-6.3.7-1, CONF-6.3.7-2, SCR-70..72, SCR-36
    [Fact]
    public async Task Each_form_leads_to_the_other_and_loses_nothing()
    {
        await using var visit = await machine.VisitAsync();
        const string Query = "lang=de&source=iOS&theme=dark&partnerId=partner%2077&utm_source=mail&utm_medium=banner&utm_campaign=spring&utm_term=fx&gclid=abc";
        await visit.Screens.OpenAsync("/auth/login", Query);
        var asked = QueryHelpers.ParseQuery(new Uri(visit.Page.Url).Query);

        foreach (var form in new[] { "login", "signup", "login" })
        {
            await Expect(visit.Screens[form]).ToBeVisibleAsync();
            await Expect(visit.Screens["keep"]).ToBeVisibleAsync();
            await Expect(visit.Screens["reset-link"]).ToBeVisibleAsync();
            var carried = QueryHelpers.ParseQuery(new Uri(visit.Page.Url).Query);
            asked.Keys.ShouldAllBe(name => carried[name] == asked[name]);
            await visit.Screens["switch-form"].ClickAsync();
        }
    }

    // SCR-25, SCR-30..32, SCR-36, SCR-46, FLOW-CREATE-4, FLOW-ATTR1-7, FLOW-ATTR1-8
    [Fact]
    public async Task Where_a_user_came_from_is_kept_with_the_user()
    {
        await using var visit = await machine.VisitAsync();
        var (app, person) = (visit.App, Person.New());
        await app.OpenSignUpAsync(
            "lang=de&theme=light&source=Android&partnerId=partner%2077&utm_source=mail&utm_medium=banner&utm_campaign=spring&utm_term=fx&gclid=abc&eventName=first_open");
        await app.Screens["switch-form"].ClickAsync();
        await app.Screens["switch-form"].ClickAsync();
        await Expect(app.Screens["signup"]).ToBeVisibleAsync();

        await app.Screens.SignUpAsync(person);
        await app.ExpectAsync(SimulatedApp.Trading);

        var user = await machine.Up.FindUserAsync(person);
        user.PartnerId.ShouldBe("partner 77");
        user.PreferredLanguage.ShouldBe("de");
        var acquisition = JsonSerializer.Deserialize<Dictionary<string, string>>(user.Acquisition!)!;
        acquisition["source"].ShouldBe("Android");
        acquisition["utmSource"].ShouldBe("mail");
        acquisition["utmMedium"].ShouldBe("banner");
        acquisition["utmCampaign"].ShouldBe("spring");
        acquisition["utmTerm"].ShouldBe("fx");
        acquisition["gclid"].ShouldBe("abc");
    }

    // SCR-40..44
    [Theory]
    [InlineData("Android", true)]
    [InlineData("Web", false)]
    public async Task Steps_are_counted_in_the_mobile_apps_only(string source, bool counted)
    {
        await using var up = await RunningUp.StartAsync();
        await up.ConfigureAsync(settings => settings with { Firebase = new() { AccountCreation = "form_sent", SignupComplete = "signed_up" } });
        await using var visit = await machine.VisitAsync(up: up);
        await visit.App.OpenSignUpAsync($"lang=en&source={source}");

        await visit.App.Screens.SignUpAsync(Person.New());
        await visit.App.ExpectAsync(SimulatedApp.Trading);

        visit.Requests.Count(url => url.Contains("eventName=form_sent", StringComparison.Ordinal)).ShouldBe(counted ? 1 : 0);
        visit.Requests.Count(url => url.Contains("/app/callback?", StringComparison.Ordinal) && url.Contains("eventName=signed_up", StringComparison.Ordinal))
            .ShouldBe(counted ? 1 : 0);
    }
}
