using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.InApp;

/// <summary>The action that the broker of the seed offers, in the app.</summary>
public sealed class CustomActionTests(Machine machine)
{
    // FLOW-ACTION-1, FLOW-INAPP-7..10, MOD-23, SCR-6, SCR-69
    [Theory]
    [InlineData(Entrance.Broker, 1440, 900, "en")]
    [InlineData(Entrance.Platform, 390, 844, "ar")]
    public async Task It_is_left_by_its_own_control_and_answered(Entrance entrance, int width, int height, string lang)
    {
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height });
        var app = visit.App;
        await visit.EnterAsync(entrance, $"lang={lang}&theme=dark");

        await app["action-action-feedback"].ClickAsync();
        await app.Screens["close"].ClickAsync();
        await Expect(app["sheet"]).ToHaveCountAsync(0);
        await Expect(app["toast"]).ToHaveCountAsync(0);

        await app["action-action-feedback"].ClickAsync();
        await Expect(app.Screens.Document).ToHaveAttributeAsync("lang", lang);
        await app.Screens["answer-rating-good"].CheckAsync(new() { Force = true });
        await visit.KeepPictureAsync("app-action");
        await app.Screens["action-submit"].ClickAsync();
        await app.Screens["action-finish"].ClickAsync();

        await Expect(app["sheet"]).ToHaveCountAsync(0);
        if (entrance == Entrance.Broker)
        {
            await Expect(app["toast"]).ToBeVisibleAsync(); // without a token the app cannot know that it was answered: FLOW-HANDOFF-10
        }
    }
}
