using Drawbridge.Broker.Screens.Texts;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.Protocol.Screens;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.Screens;

/// <summary>The main screens in every language, on the smallest phone: nothing is cut off and nothing reaches beyond the edge.</summary>
public sealed class LanguageTests(Machine machine)
{
    private const string Misfits =
        """
        () => [...document.querySelectorAll('body *')].filter(e => e.getClientRects().length > 0 && !e.closest('.unseen, svg, option')).filter(e => {
          const box = e.getBoundingClientRect();
          const beyond = box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
          const cut = e.matches('button, .button, label, h1, h2, p, legend, dt, dd, a') && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline';
          return beyond || cut;
        }).map(e => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 60)}`)
        """;

    public static TheoryData<string> Languages => [.. TextCatalogue.Languages];

    // SCR-22, SCR-60, SCR-68
    [Theory]
    [MemberData(nameof(Languages))]
    public async Task The_main_screens_fit_in_every_language(string lang)
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = 320, Height = 568 });
        var screens = visit.Screens;
        await screens.OpenAsync("/auth/login", $"lang={lang}");
        await FitsAsync(visit, screens["login"], "login");
        await screens.OpenAsync("/auth/login", $"lang={lang}&theme=dark&firstLogin=true");
        await screens["submit"].ClickAsync();
        await FitsAsync(visit, screens["first-name-error"], "signup");
        await screens.OpenAsync("/auth/reset", $"lang={lang}");
        await FitsAsync(visit, screens["reset"], "reset");
        await screens.OpenAsync("/client/login", $"lang={lang}");
        await screens["email"].FillAsync(person.Email);
        await screens["password"].FillAsync(person.Password);
        await screens["submit"].ClickAsync();
        await FitsAsync(visit, screens["client-home"], "client");
        await screens.OpenAsync("/client/security", $"lang={lang}");
        await FitsAsync(visit, screens["security"], "security");
        await screens.OpenAsync("/account/create", $"lang={lang}&token={await machine.Up.NewInAppTokenAsync(person)}");
        await FitsAsync(visit, screens["account-create"], "account");
        await screens.OpenAsync("/inapp/deposit", $"lang={lang}&token={await machine.Up.NewInAppTokenAsync(person)}");
        await FitsAsync(visit, screens["cashier-submit"], "deposit");
        await screens.OpenAsync("/inapp/kyc", $"lang={lang}&theme=dark&token={await machine.Up.NewInAppTokenAsync(person)}");
        await FitsAsync(visit, screens["kyc"], "kyc");
        await screens["kyc-next"].ClickAsync();
        await FitsAsync(visit, screens["kyc-save"], "kyc-person");
    }

    private static async Task FitsAsync(Visit visit, ILocator screen, string name)
    {
        await Expect(screen).ToBeVisibleAsync();
        (await visit.Page.EvaluateAsync<string[]>(Misfits)).ShouldBeEmpty(visit.Page.Url);
        ForbiddenNames.FindIn(await visit.Page.EvaluateAsync<string>("document.documentElement.innerHTML")).ShouldBeNull(visit.Page.Url); // SCR-62, SCR-63
        await visit.KeepPictureAsync($"language-{name}");
    }
}
