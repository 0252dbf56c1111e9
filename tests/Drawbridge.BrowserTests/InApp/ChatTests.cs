using Drawbridge.Broker.Chat;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.InApp;

/// <summary>The chat of the broker of the seed, in the app.</summary>
public sealed class ChatTests(Machine machine)
{
    // FLOW-CHAT-1, FLOW-INAPP-7, MOD-23, SCR-7, SCR-69, SCR-76
    [Theory]
    [InlineData(Entrance.Broker, 1440, 900, "en", "light", true)]
    [InlineData(Entrance.Platform, 390, 844, "ar", "dark", true)]
    [InlineData(Entrance.Platform, 1440, 900, "de", "dark", false)]
    [InlineData(Entrance.Broker, 390, 844, "es", "light", false)]
    public async Task A_trader_and_the_desk_write_to_each_other_without_reloading(
        Entrance entrance, int width, int height, string lang, string theme, bool cookiesWork)
    {
        void Look(BrowserNewContextOptions options) => options.ViewportSize = new() { Width = width, Height = height };
        await using var visit = await (cookiesWork ? machine.VisitAsync(Look) : machine.VisitWithoutCookiesAsync(Look));
        var app = visit.App;
        var trader = await visit.EnterAsync(entrance, $"lang={lang}&theme={theme}");
        await app["action-chat"].ClickAsync();
        var screens = app.Screens;
        await Expect(screens["chat-empty"]).ToBeVisibleAsync();
        await Expect(screens["chat-text"]).ToBeVisibleAsync();
        await visit.KeepPictureAsync("chat-empty");
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await screens["chat-send"].ClickAsync();
        await Expect(screens["text-error"]).ToBeVisibleAsync();

        await screens["chat-text"].FillAsync("Hello! My deposit of 250 EUR from this morning has not arrived yet.\nThe bank says it was sent at 9:40.");
        await screens["chat-send"].ClickAsync();
        await Expect(screens["chat-own"]).ToHaveCountAsync(1);
        await Expect(screens["chat-text"]).ToHaveValueAsync("");
        await Expect(screens["text-error"]).ToBeHiddenAsync();
        var desk = machine.Up.Broker.GetRequiredService<DeskStore>();
        var user = await machine.Up.FindUserAsync(trader.Person, trader.BrokerName);
        var broker = machine.Up.BrokerOf(trader.BrokerName);
        var none = TestContext.Current.CancellationToken;
        var chat = (await machine.Up.Broker.GetRequiredService<ChatStore>().FindAsync(broker.Id, user.Id, none))!;
        await desk.MarkReadAsync(new(broker.Crm.Id), chat.Id, 1, none);
        await Expect(screens["chat-seen"]).Not.ToBeEmptyAsync();
        await ReplyAsync("Good morning! Let me look that up.");
        await ReplyAsync("Found it: the transfer is with our bank and will be on your account within the hour.");
        await Expect(screens["chat-desk"]).ToHaveCountAsync(2);
        await screens["chat-text"].FillAsync("Thank you, Ann!");
        await screens["chat-send"].ClickAsync();
        await Expect(screens["chat-own"]).ToHaveCountAsync(2);
        await screens["chat-attach"].SetInputFilesAsync(new FilePayload { Name = "receipt.png", MimeType = "image/png", Buffer = await visit.Page.ScreenshotAsync() });
        await Expect(screens["chat-chosen"]).ToHaveTextAsync("receipt.png");
        await screens["chat-send"].ClickAsync();
        await Expect(screens["chat-file"]).ToContainTextAsync("receipt.png");
        await Expect(screens["chat-chosen"]).ToBeHiddenAsync();
        await Expect(screens["chat-picture"]).ToHaveCountAsync(cookiesWork ? 1 : 0);
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => screens["chat-file"].ClickAsync());
        download.SuggestedFilename.ShouldBe("receipt.png");
        await visit.KeepPictureAsync("chat");
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();

        (await machine.Up.Broker.GetRequiredService<ChatStore>().FindAsync(broker.Id, user.Id, none))!.TraderUnread.ShouldBe(0);
        await screens["close"].ClickAsync();
        await Expect(app["sheet"]).ToHaveCountAsync(0);
        var asked = visit.Requests.Where(static url => url.Contains("/inapp/chat", StringComparison.Ordinal)).ToList();
        asked.Count(static url => url.Contains("token=", StringComparison.Ordinal)).ShouldBe(1);
        asked.ShouldNotContain(static url => url.Contains("session", StringComparison.Ordinal));

        async Task ReplyAsync(string text) =>
            (await desk.AddAsync(new(broker.Crm.Id), chat.Id, new("Ann Keller", text, ChatText.NewKey()), also: null, none)).ShouldBeOfType<ChatSending.Sent>();
    }
}
