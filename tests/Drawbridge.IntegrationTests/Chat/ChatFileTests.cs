using System.Net;
using System.Text;
using Drawbridge.Broker.Brokers;
using Drawbridge.IntegrationTests.Handoff;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Tests.Documents;

namespace Drawbridge.IntegrationTests.Chat;

/// <summary>Files in conversations, on SQLite.</summary>
public sealed class SqliteChatFileTests(HandoffHost host) : ChatFileTests(host), IClassFixture<HandoffHost>;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresChatFileTests(PostgresHandoffHost host) : ChatFileTests(host), IClassFixture<PostgresHandoffHost>;

public abstract class ChatFileTests(HandoffHost host)
{
    private static readonly byte[] Picture = SampleFiles.Png();

    private async Task<(TestCrm Crm, ChatDesk Desk, HandedOver User)> SetAsync()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff);
        return (crm, new ChatDesk(host, crm), await host.NewUserAsync(crm));
    }

    private async Task<Page> OpenAsync(Browser browser, TestCrm crm, HandedOver user)
    {
        var page = await browser.GetAsync($"/inapp/chat?{crm.Names()}&token={host.NewToken(user)}");
        return (page.Status == HttpStatusCode.SeeOther ? await browser.FollowAsync(page) : page).ShouldShow("chat");
    }

    /// <summary>Saved, not shown, and never taken for a page.</summary>
    private static void ShouldBeTheFile(Page answer, string name)
    {
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        (answer.Headers["Content-Type"], answer.Headers["X-Content-Type-Options"], answer.Headers["Content-Security-Policy"])
            .ShouldBe(("image/png", "nosniff", "default-src 'none'; sandbox"));
        answer.Headers["Content-Disposition"].ShouldBe($"attachment; filename={name}; filename*=UTF-8''{name}");
        answer.Headers["Content-Length"].ShouldBe(Picture.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task<long> IdAsync(ChatDesk desk) => (long)(await desk.ListAsync())["conversations"]!.AsArray()[0]!["id"]!;

    [Theory] // SCR-7, SCR-76, FLOW-CHAT-1
    [InlineData(true)]
    [InlineData(false)]
    public async Task Files_go_both_ways_and_come_back_as_they_were(bool keepsCookies)
    {
        var (crm, desk, user) = await SetAsync();
        using var browser = new Browser(host, keepsCookies);
        await browser.GetAsync(crm.LoginUrl());
        var page = await OpenAsync(browser, crm, user);

        var sent = await browser.UploadAsync(page, "chat-send", ("file", "receipt.png", "image/png", new ByteArrayContent(Picture)));
        page = (keepsCookies ? await browser.FollowAsync(sent.ShouldLeadTo("/inapp/chat?")) : sent).ShouldShow("chat-file");
        page.Element("chat-file").TextContent.ShouldStartWith("receipt.png");
        (page.Find("chat-picture") is not null).ShouldBe(keepsCookies);
        ShouldBeTheFile(await browser.SubmitAsync(page, "chat-file"), "receipt.png");

        var id = await IdAsync(desk);
        var message = (await desk.ReadAsync(id)).ShouldHaveSingleItem()!;
        ((string?)message["text"], (string?)message["file"]!["mediaType"], (long)message["file"]!["bytes"]!).ShouldBe(("receipt.png", "image/png", Picture.Length));
        using var fetched = await desk.FetchAsync($"/{id}/messages/1/file");
        (await fetched.Content.ReadAsByteArrayAsync()).ShouldBe(Picture);

        var reply = await desk.SendFileAsync($"/{id}/files?fileName=answer.png&sender=Ann&submissionKey=k1&text=Look", "image/png", Picture);
        ((int)reply.Status).ShouldBe(201, reply.Body);
        ((int)(await desk.SendFileAsync($"/{id}/files?fileName=answer.png&sender=Ann&submissionKey=k1&text=Look", "image/png", Picture)).Status).ShouldBe(200);
        page = (await browser.SubmitAsync(page, "chat-refresh")).ShouldShow("chat");
        page.Document.QuerySelectorAll("[data-testid=chat-desk]").Single().TextContent.ShouldContain("Look");
        page.Document.QuerySelectorAll("[data-testid=chat-file]").Length.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_not_what_it_says_is_refused_on_either_side_and_nothing_of_it_stays()
    {
        var (crm, desk, user) = await SetAsync();
        using var browser = new Browser(host, keepsCookies: false);
        var page = await OpenAsync(browser, crm, user);
        var program = Encoding.ASCII.GetBytes("MZ this is a program, whatever its name says");

        var refused = (await browser.UploadAsync(page, "chat-send", ("file", "holiday.png", "image/png", new ByteArrayContent(program)))).ShouldShow("text-error", 422);
        refused.Element("text-error").HasAttribute("hidden").ShouldBeFalse();
        refused.Find("chat-own").ShouldBeNull();
        await browser.UploadAsync(page, "chat-send", ("file", "good.png", "image/png", new ByteArrayContent(Picture)));
        var id = await IdAsync(desk);
        (await desk.SendFileAsync($"/{id}/files?fileName=x.png&submissionKey=k", "image/png", program)).ShouldBeRefused(400, "INVALID_REQUEST");
        (await desk.SendFileAsync($"/{id}/files?submissionKey=k", "image/png", Picture)).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");

        (await host.Database.ReadAsync(
            session => session.GetAsync<long>("select count(*) from documents where user_id = @Id and state = 2", new { user.Id }), CancellationToken.None)).ShouldBe(1);
    }

    [Fact] // BID-44
    public async Task Nobody_else_gets_a_file()
    {
        var (crm, desk, user) = await SetAsync();
        var (_, strangers, _) = await SetAsync();
        var other = await host.NewUserAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        using var intruder = new Browser(host, keepsCookies: false);
        var page = (await browser.UploadAsync(await OpenAsync(browser, crm, user), "chat-send", ("file", "mine.png", "image/png", new ByteArrayContent(Picture)))).ShouldShow("chat-file");
        var theirs = await OpenAsync(intruder, crm, other);
        var session = theirs.Document.QuerySelector("input[name=session]")!.GetAttribute("value")!;

        (await intruder.PostAsync($"/inapp/chat/file?{crm.Names()}", new() { ["session"] = session, ["number"] = "1" })).ShouldShow("screen-error", 404);
        (await intruder.GetAsync($"/inapp/chat/file?{crm.Names()}&number=1")).ShouldShow("screen-error", 400);
        var id = await IdAsync(desk);
        using (var fetched = await strangers.FetchAsync($"/{id}/messages/1/file"))
        {
            fetched.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        (await strangers.SendFileAsync($"/{id}/files?fileName=x.png&submissionKey=k", "image/png", Picture)).ShouldBeRefused(404, "NOT_FOUND");
        (await strangers.CallAsync(HttpMethod.Delete, $"/{id}/messages/1/file")).ShouldBeRefused(404, "NOT_FOUND");
        ShouldBeTheFile(await browser.SubmitAsync(page, "chat-file"), "mine.png");
    }

    [Fact]
    public async Task A_file_is_erased_when_its_time_is_over()
    {
        var (crm, desk, user) = await SetAsync();
        using var browser = new Browser(host, keepsCookies: false);
        await browser.UploadAsync(await OpenAsync(browser, crm, user), "chat-send", ("file", "mine.png", "image/png", new ByteArrayContent(Picture)));
        var id = await IdAsync(desk);
        async Task<bool> IsErasedAsync() => (bool)(await desk.ReadAsync(id))[0]!["file"]!["erased"]!;
        host.Time.Advance(TimeSpan.FromDays(364));
        (await IsErasedAsync()).ShouldBeFalse();

        host.Time.Advance(TimeSpan.FromDays(2));

        await host.UntilAsync(IsErasedAsync);
    }

    [Fact]
    public async Task An_erased_file_is_gone_for_both_and_its_message_stays()
    {
        var (crm, desk, user) = await SetAsync();
        using var browser = new Browser(host, keepsCookies: false);
        var page = (await browser.UploadAsync(await OpenAsync(browser, crm, user), "chat-send", ("file", "mine.png", "image/png", new ByteArrayContent(Picture)))).ShouldShow("chat-file");
        var id = await IdAsync(desk);

        ((int)(await desk.CallAsync(HttpMethod.Delete, $"/{id}/messages/1/file")).Status).ShouldBe(204);

        (await desk.CallAsync(HttpMethod.Delete, $"/{id}/messages/1/file")).ShouldBeRefused(404, "NOT_FOUND");
        ((bool)(await desk.ReadAsync(id))[0]!["file"]!["erased"]!).ShouldBeTrue();
        (await browser.SubmitAsync(page, "chat-file")).ShouldShow("screen-error", 404);
        (await browser.SubmitAsync(page, "chat-refresh")).ShouldShow("chat-file-gone");
        (await host.Database.ReadAsync(
            session => session.GetAsync<long>(
                "select count(*) from document_chunks c join documents d on d.id = c.document_id where d.user_id = @Id", new { user.Id }),
            CancellationToken.None)).ShouldBe(0);
    }
}
