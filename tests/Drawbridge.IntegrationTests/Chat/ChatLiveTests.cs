using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.InApp;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.Chat;

/// <summary>Server-sent events of an open chat.</summary>
public sealed class ChatLiveTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(20));

    [Fact] // FLOW-CHAT-1, SCR-38
    public async Task An_open_screen_hears_that_something_is_new_until_its_session_ends()
    {
        var crm = await host.NewCrmAsync();
        var desk = new ChatDesk(host, crm);
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        using var browser = await OpenAsync(crm, user);
        using var answer = await ListenAsync(crm, browser);
        ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType).ShouldBe((200, "text/event-stream"));
        using var events = new StreamReader(await answer.Content.ReadAsStreamAsync(_deadline.Token));
        (await NextAsync(events)).ShouldBe("open");
        var id = (long)(await desk.ListAsync())["conversations"]![0]!["id"]!;

        await desk.ReplyAsync(id, "a secret of theirs");
        (await NextAsync(events)).ShouldBe("changed");
        await desk.MarkReadAsync(id, 1);
        (await NextAsync(events)).ShouldBe("changed");

        host.Time.Advance(TimeSpan.FromHours(2));
        await desk.ReplyAsync(id, "too late");
        (await NextAsync(events)).ShouldBe("end");
        (await events.ReadToEndAsync(_deadline.Token)).ShouldNotContain("event:");
        (await ListenAsync(crm, browser)).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
    }

    [Fact] // SCR-38, BID-44
    public async Task Nobody_else_hears_anything_and_nobody_listens_too_often()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        using var browser = await OpenAsync(crm, user);
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < 4; i++)
        {
            open.Add(await ListenAsync(crm, browser));
        }

        open.ShouldAllBe(static answer => answer.IsSuccessStatusCode);
        ((int)(await ListenAsync(crm, browser)).StatusCode).ShouldBe(503);
        ((int)(await ListenAsync(crm, browser, broker: 1)).StatusCode).ShouldBe(400);
        using var stranger = new Browser(host);
        ((int)(await ListenAsync(crm, stranger)).StatusCode).ShouldBe(400);

        open.ForEach(static answer => answer.Dispose());
        await host.UntilAsync(async () =>
        {
            using var again = await ListenAsync(crm, browser);
            return again.IsSuccessStatusCode;
        });
    }

    /// <summary>A browser with an open chat in which something was said.</summary>
    private async Task<Browser> OpenAsync(TestCrm crm, BrokerUser user)
    {
        var browser = new Browser(host);
        var page = await browser.GetAsync($"/inapp/chat?{crm.Names()}&token={await host.NewInAppTokenAsync(crm, user)}");
        (await browser.SubmitAsync(page, "chat-send", ("text", "hello"))).ShouldLeadTo("/inapp/chat");
        return browser;
    }

    private async Task<HttpResponseMessage> ListenAsync(TestCrm crm, Browser browser, int broker = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/inapp/chat/live?{crm.Names(broker)}");
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", browser.Cookies.Select(static cookie => $"{cookie.Key}={cookie.Value}")));
        return await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _deadline.Token);
    }

    private async Task<string> NextAsync(StreamReader events)
    {
        while (true)
        {
            var line = await events.ReadLineAsync(_deadline.Token) ?? throw new InvalidOperationException("The events ended.");
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                return line["event: ".Length..];
            }
        }
    }
}
