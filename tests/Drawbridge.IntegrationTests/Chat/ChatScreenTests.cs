using System.Text;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.InApp;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Webhooks;

namespace Drawbridge.IntegrationTests.Chat;

public sealed class ChatScreenTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private readonly WebhookSecret _secret = WebhookSecret.New();

    private async Task<TestCrm> NewCrmAsync(int brokers = 1)
    {
        var crm = await host.NewCrmAsync(brokers);
        await host.ApplyAsync(crm.Configuration with { Webhook = new WebhookConfiguration { Url = host.Webhooks.Url, Secret = _secret.Reveal() } });
        return crm;
    }

    private async Task<string> UrlAsync(TestCrm crm, BrokerUser user, string more = "", int broker = 0) =>
        $"/inapp/chat?{crm.Names(broker)}{more}&token={await host.NewInAppTokenAsync(crm, user, broker: broker)}";

    private static Task<Page> SendAsync(Browser browser, Page page, string text, bool fragment = false) =>
        browser.SubmitAsync(page, "chat-send", ("text", text), ("fragment", fragment ? "true" : null), ("from", fragment ? "1" : null));

    private static IEnumerable<string> Texts(Page page) => page.Document.QuerySelectorAll(".bubble p").Select(static p => p.TextContent);

    [Theory] // SCR-7, SCR-38, FLOW-CHAT-1
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_trader_writes_and_finds_the_answer_with_and_without_cookies(bool keepsCookies)
    {
        var crm = await NewCrmAsync();
        var desk = new ChatDesk(host, crm);
        var (user, account) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host, keepsCookies);
        var page = (await browser.GetAsync(await UrlAsync(crm, user, $"&account={account}"))).ShouldShow("chat");
        page.Element("chat-empty").HasAttribute("hidden").ShouldBeFalse();
        page.Href("close").ShouldStartWith(People.SuccessUrl); // SCR-69

        var sent = await SendAsync(browser, page, "  Where is my\r\nmoney? <b>  ");
        page = (keepsCookies ? await browser.FollowAsync(sent.ShouldLeadTo("/inapp/chat?")) : sent).ShouldShow("chat");
        Texts(page).ShouldBe(["Where is my\nmoney? <b>"]);
        page.Find("chat-new").ShouldBeNull();
        page.Element("chat-text").TextContent.ShouldBeEmpty();

        var told = await host.Webhooks.NextAsync(crm.Configuration.Name);
        _secret.Verify(told.Id, told.Timestamp, told.Signature, Encoding.UTF8.GetBytes(told.Body), host.Time.GetUtcNow()).ShouldBeTrue();
        var body = JsonNode.Parse(told.Body)!;
        var data = body["data"]!;
        ((string?)body["type"], (long)data["number"]!, (string?)data["text"], (string?)data["email"], (long)data["userId"]!, (long)data["account"]!)
            .ShouldBe(("chat.message", 1, "Where is my\nmoney? <b>", user.Email, user.CtraderUserId!.Value, account));

        var id = (long)data["conversationId"]!;
        await desk.ReplyAsync(id, "On its way.", "Ann");
        page = (await browser.SubmitAsync(page, "chat-refresh")).ShouldShow("chat");
        Texts(page).ShouldBe(["Where is my\nmoney? <b>", "On its way."]);
        page.Element("chat-desk").QuerySelector(".bubble-who")!.TextContent.ShouldBe("Ann");
        page.Element("chat-new").ShouldNotBeNull();
        (await browser.SubmitAsync(page, "chat-refresh")).Find("chat-new").ShouldBeNull(); // seen by now
        (await desk.ListAsync())["conversations"]![0]!["readByTrader"]!.GetValue<long>().ShouldBe(2);
    }

    [Fact]
    public async Task The_same_form_sent_twice_counts_once_and_what_cannot_be_sent_is_kept()
    {
        var crm = await NewCrmAsync();
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = await browser.GetAsync(await UrlAsync(crm, user));

        foreach (var (text, fault) in new[] { (" \n ", "Write something first."), (new string('x', 2001), "Use at most 2000 characters."), ("bell \a", "This contains characters") })
        {
            var refused = (await SendAsync(browser, page, text)).ShouldShow("chat", 422);
            refused.Element("text-error").TextContent.ShouldStartWith(fault);
            refused.Element("chat-text").TextContent.Trim().ShouldBe(text.Trim());
            var fragment = await SendAsync(browser, page, text, fragment: true);
            ((int)fragment.Status, fragment.Text).ShouldSatisfyAllConditions(answer => answer.Item1.ShouldBe(422), answer => answer.Text.ShouldStartWith(fault));
        }

        var longest = string.Concat(Enumerable.Repeat("漢字", 1000));
        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(browser, page, longest)));

        pages.ShouldAllBe(answer => Texts(answer).Single() == longest);
    }

    [Fact] // SCR-28, SCR-38, BID-28, BID-44
    public async Task Nobody_reads_or_writes_in_somebody_elses_conversation()
    {
        var crm = await NewCrmAsync(brokers: 2);
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        var (other, _) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = await SendAsync(browser, await browser.GetAsync(await UrlAsync(crm, user)), "secret");

        using var stranger = new Browser(host, keepsCookies: false);
        Texts(await stranger.GetAsync(await UrlAsync(crm, other))).ShouldBeEmpty();
        var forged = page.Document.QuerySelectorAll("input[type=hidden]")
            .DistinctBy(static input => input.GetAttribute("name"))
            .ToDictionary(static input => input.GetAttribute("name")!, static input => input.GetAttribute("value")!, StringComparer.Ordinal);
        forged["text"] = "mine";
        foreach (var path in new[] { "/inapp/chat", "/inapp/chat/messages" })
        {
            (await browser.PostAsync($"{path}?{crm.Names(1)}", forged)).ShouldShow("screen-error", 404); // another broker's
            (await browser.PostAsync($"{path}?{crm.Names()}", new(forged, StringComparer.Ordinal) { ["session"] = "x" })).ShouldShow("screen-error", 404);
            (await new Browser(host) { FetchSite = "cross-site" }.PostAsync($"{path}?{crm.Names()}", forged)).ShouldShow("screen-error", 403);
            (await browser.PostAsync($"/inapp/action?{crm.Names()}", forged)).ShouldShow("screen-error", 404); // a session of the chat is for no other action
        }

        (await browser.GetAsync($"/inapp/chat/live?{crm.Names()}")).ShouldShow("screen-error", 400)
            .Element("error-code").TextContent.ShouldBe(CrmErrorCode.MissingRequiredParameter);
        Texts(await browser.SubmitAsync(page, "chat-refresh")).ShouldBe(["secret"]);
    }

    [Fact]
    public async Task Older_messages_are_a_step_away()
    {
        var crm = await NewCrmAsync();
        var desk = new ChatDesk(host, crm);
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = await SendAsync(browser, await browser.GetAsync(await UrlAsync(crm, user)), "first");
        var id = (long)(await desk.ListAsync())["conversations"]![0]!["id"]!;
        for (var i = 2; i <= 60; i++)
        {
            await desk.ReplyAsync(id, $"{i}");
        }

        page = await browser.GetAsync(await UrlAsync(crm, user));
        (Texts(page).First(), Texts(page).Last(), Texts(page).Count()).ShouldBe(("11", "60", 50));
        page = await browser.SubmitAsync(page, "chat-earlier");
        (Texts(page).First(), Texts(page).Count(), page.Find("chat-earlier")).ShouldBe(("first", 60, null));
        var fragment = await browser.SubmitAsync(page, "chat-refresh", ("fragment", "true"), ("from", "59"));
        fragment.Find("chat").ShouldBeNull();
        Texts(fragment).ShouldBe(["59", "60"]);
    }

    [Fact] // SCR-24, SCR-46
    public async Task It_speaks_the_traders_language_in_its_direction()
    {
        var crm = await NewCrmAsync();
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);

        var page = await browser.GetAsync(await UrlAsync(crm, user, "&lang=ar&theme=dark"));

        page.Text.ShouldContain("dir=\"rtl\"");
        page.Element("chat").QuerySelector("h1")!.TextContent.ShouldBe("الدردشة");
        page.Headers["Content-Security-Policy"].ShouldContain("connect-src 'self'");
    }
}
