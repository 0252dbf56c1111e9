using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.ClientArea;

public sealed class SecurityTests(Machine machine)
{
    // SCR-8, SCR-9, FLOW-EMAIL-1, FLOW-EMAIL-2, FLOW-PWD-1, FLOW-PWD-2, B2P-3.10-4
    [Theory]
    [InlineData(1440, 900, "en", "light")]
    [InlineData(390, 844, "ar", "dark")]
    public async Task A_trader_changes_address_and_password_in_the_client_area(int width, int height, string lang, string theme)
    {
        var person = await machine.Up.NewTraderAsync();
        var next = $"new.{person.Email}";
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height });
        var screens = visit.Screens;
        await screens.OpenClientAreaAsync(person, more: $"lang={lang}&theme={theme}");
        await screens["security-link"].ClickAsync();
        await Expect(screens["email-now"]).ToHaveTextAsync(person.Email);
        await LookAsync("security");

        await screens["devices-link"].ClickAsync();
        await Expect(screens["device"].First).ToBeVisibleAsync();
        await LookAsync("devices");
        await screens["back"].ClickAsync();

        await screens["change-email"].ClickAsync();
        await screens["email"].FillAsync("not an address");
        await screens["submit"].ClickAsync();
        await Expect(screens["email-error"]).ToBeVisibleAsync();
        await LookAsync("email-change");
        await screens["email"].FillAsync(next);
        await screens["submit"].ClickAsync();
        await Expect(screens["email-change-progress"]).ToBeVisibleAsync();
        await LookAsync("email-code");
        await screens["code"].FillAsync(await new Mailbox(visit).ReadCodeAsync(next));
        await screens["submit"].ClickAsync();
        await Expect(screens["email-changed"]).ToContainTextAsync(next);
        await LookAsync("email-changed");

        await screens["back"].ClickAsync();
        await screens["change-password"].ClickAsync();
        await LookAsync("password-change");
        const string Password = "copper window maple stadium";
        await screens["current"].FillAsync(person.Password);
        await screens["password"].FillAsync(Password);
        await screens["submit"].ClickAsync();
        await Expect(screens["password-changed"]).ToBeVisibleAsync();
        await LookAsync("password-changed");

        await using var elsewhere = await machine.VisitAsync();
        await elsewhere.App.EnterAsync(person with { Email = next, Password = Password });

        async Task LookAsync(string name)
        {
            (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty(name);
            await visit.KeepPictureAsync(name);
        }
    }
}
