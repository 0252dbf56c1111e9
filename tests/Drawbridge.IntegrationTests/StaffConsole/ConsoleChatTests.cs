using System.Globalization;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.IntegrationTests.Chat;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Crm;
using Drawbridge.Tests.Documents;

namespace Drawbridge.IntegrationTests.StaffConsole;

public sealed class ConsoleChatOnSqlite(SqliteBrokerHost host) : ConsoleChatTests(host), IClassFixture<SqliteBrokerHost>;

public sealed class ConsoleChatOnPostgres(PostgresBrokerHost host) : ConsoleChatTests(host), IClassFixture<PostgresBrokerHost>;

/// <summary>The desk's side of the chat in the console and by management API, on each engine.</summary>
public abstract class ConsoleChatTests(BrokerHost host)
{
    private static long _accounts = 7_000_000;

    [Fact] // FLOW-CHAT-1
    public async Task Staff_writes_first_finding_the_trader_by_address_or_account()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var (email, account) = await NewTraderAsync(desk.Crm);
        using var browser = await desk.SignInAsync(StaffRoles.Support);
        foreach (var search in new[] { email.ToUpperInvariant(), account.ToString(CultureInfo.InvariantCulture) })
        {
            (await browser.GetAsync($"/console/chat/new?q={Uri.EscapeDataString(search)}")).Element("to").TextContent.ShouldBe(email);
        }

        (await browser.GetAsync("/console/chat/new?q=nobody@example.com")).ShouldShow("empty");
        var form = await browser.GetAsync($"/console/chat/new?q={account}");
        (await browser.SubmitAsync(form, "send", ("text", " "))).ShouldShow("text-error", 422);

        var sent = (await browser.SubmitAsync(form, "send", ("text", "Hello, how are you?\nWe noticed something."))).ShouldLeadTo("/console/chat/");
        (await browser.SubmitAsync(form, "send", ("text", "Hello, how are you?\nWe noticed something."))).Location.ShouldBe(sent.Location); // a double click

        var page = (await browser.FollowAsync(sent)).ShouldShow("talk");
        page.Document.QuerySelectorAll("[data-testid=desk-message] p").Select(static message => message.TextContent).ShouldBe(["Hello, how are you?\nWe noticed something."]);
        (await browser.GetAsync($"/console/chat/new?q={account}")).ShouldLeadTo(sent.Location); // now there is one
        (await desk.ListAuditAsync()).Count(static entry => entry.Act == "chat.begin").ShouldBe(1);
        (await EventsAsync(desk)).ShouldBe(["chat.reply"]);
    }

    [Fact]
    public async Task Replies_count_once_and_reading_is_an_act_of_its_own()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var id = await NewConversationAsync(desk, "Where is my money?", "Hello?");
        using var viewer = await desk.SignInAsync(StaffRoles.Viewer);
        using var browser = await desk.SignInAsync(StaffRoles.Support);
        (await viewer.GetAsync($"/console/chat/{id}")).ShouldShow("new-mark").Find("send").ShouldBeNull();
        (await browser.GetAsync("/console")).Element("tile-chat").QuerySelector("b")!.TextContent.ShouldBe("1"); // looking at it changed nothing
        var page = await browser.GetAsync($"/console/chat/{id}");

        (await browser.SubmitAsync(page, "mark-read")).ShouldLeadTo($"/console/chat/{id}?done=read");
        (await browser.GetAsync("/console")).Element("tile-chat").QuerySelector("b")!.TextContent.ShouldBe("0");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => browser.SubmitAsync(page, "send", ("text", "On its way."))));

        var messages = (await browser.GetAsync($"/console/chat/{id}")).Document.QuerySelectorAll(".talk-log p").Select(static message => message.TextContent);
        messages.ShouldBe(["Where is my money?", "Hello?", "On its way."]);
        var entries = (await desk.ListAuditAsync()).Where(entry => entry.Object == $"conversation {id}").ToList();
        entries.Select(static entry => entry.Act).ShouldBe(["chat.reply", "chat.read"]);
        entries.ShouldAllBe(entry => entry.BrokerId == desk.Crm.Broker().Id);
    }

    [Fact] // BID-44
    public async Task A_file_is_fetched_by_whoever_may_read_and_that_is_written_down()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var id = await NewConversationAsync(desk, "Here comes my statement.");
        var content = SampleFiles.Jpeg();
        var sent = await new ChatDesk(host, desk.Crm).SendFileAsync($"/{id}/files?fileName=statement.jpg&sender=Ann&submissionKey=one", "image/jpeg", content);
        ((int)sent.Status).ShouldBe(201, sent.Body);
        using var viewer = await desk.SignInAsync(StaffRoles.Viewer);
        using var stranger = await (await StaffDesk.OpenAsync(host)).SignInAsync(StaffRoles.Administrator);

        var link = (await viewer.GetAsync($"/console/chat/{id}")).Element("file");
        link.TextContent.ShouldContain("statement.jpg");
        var file = await viewer.GetAsync(link.GetAttribute("href")!);

        file.Headers["Content-Type"].ShouldBe("image/jpeg");
        file.Headers["Content-Disposition"].ShouldStartWith("attachment");
        file.Headers["Content-Length"].ShouldBe(content.Length.ToString(CultureInfo.InvariantCulture));
        (await desk.ListAuditAsync()).Count(entry => entry.Act == "chat.file" && entry.Object == $"conversation {id}").ShouldBe(1);
        (await stranger.GetAsync(link.GetAttribute("href")!)).ShouldShow("console-error", 404);
        (await viewer.GetAsync($"/console/chat/{id}/messages/1/file")).ShouldShow("console-error", 404); // a message without one
    }

    [Fact] // BID-44
    public async Task Conversations_of_others_are_as_good_as_none()
    {
        var desk = await StaffDesk.OpenAsync(host, brokers: 2);
        var there = await NewConversationAsync(desk, broker: 1, "Hello");
        var (email, account) = await NewTraderAsync(desk.Crm, broker: 1);
        using var limited = await desk.SignInAsync(StaffRoles.Support, 0);
        using var stranger = await (await StaffDesk.OpenAsync(host)).SignInAsync(StaffRoles.Administrator);
        foreach (var browser in new[] { limited, stranger })
        {
            var own = await browser.GetAsync("/console/chat");
            own.ShouldShow("empty");
            var fields = new Dictionary<string, string>
            {
                ["formKey"] = own.Document.QuerySelector("input[name=formKey]")!.GetAttribute("value")!, ["once"] = Guid.NewGuid().ToString("N"), ["text"] = "x", ["seen"] = "1",
            };
            (await browser.GetAsync($"/console/chat/{there}")).ShouldShow("console-error", 404);
            (await browser.PostAsync($"/console/chat/{there}", fields)).ShouldShow("console-error", 404);
            (await browser.PostAsync($"/console/chat/{there}/read", fields)).ShouldShow("console-error", 404);
            (await browser.GetAsync($"/console/chat/new?q={email}")).ShouldShow("empty");
            (await browser.GetAsync($"/console/chat/new?q={account}")).ShouldShow("empty");
        }
    }

    [Fact]
    public async Task The_management_api_writes_first_too()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var other = await StaffDesk.OpenAsync(host);
        var (email, account) = await NewTraderAsync(desk.Crm);
        var api = new ChatDesk(host, desk.Crm);
        var brokerName = desk.Crm.Broker().Name.Value;

        var begun = await api.CallAsync(HttpMethod.Post, "", new { brokerName, email, text = "Hello", sender = "Ann", submissionKey = "one" });
        ((int)begun.Status).ShouldBe(201, begun.Body);
        var again = await api.CallAsync(HttpMethod.Post, "", new { brokerName, account, text = "Hello", submissionKey = "one" });
        ((int)again.Status).ShouldBe(200, again.Body);
        again.Json["conversationId"]!.GetValue<long>().ShouldBe(begun.Json["conversationId"]!.GetValue<long>());
        (await api.ReadAsync(begun.Json["conversationId"]!.GetValue<long>())).Count.ShouldBe(1);
        (await EventsAsync(desk)).ShouldBe(["chat.reply"]);

        (await api.CallAsync(HttpMethod.Post, "", new { brokerName, text = "Hello", submissionKey = "two" })).ShouldBeRefused(400, CrmErrorCode.InvalidRequest);
        (await api.CallAsync(HttpMethod.Post, "", new { brokerName, email, submissionKey = "two" })).ShouldBeRefused(400, CrmErrorCode.MissingRequiredParameter);
        (await api.CallAsync(HttpMethod.Post, "", new { brokerName, email = "nobody@example.com", text = "Hello", submissionKey = "two" })).ShouldBeRefused(404, CrmErrorCode.UserNotFound);
        (await new ChatDesk(host, other.Crm).CallAsync(HttpMethod.Post, "", new { brokerName, email, text = "Hello", submissionKey = "two" }))
            .ShouldBeRefused(401, CrmErrorCode.BrokerIdInvalid);
    }

    [Fact]
    public async Task An_open_page_is_told_of_what_is_new_at_its_own_brokers_only()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var other = await StaffDesk.OpenAsync(host);
        using var browser = await desk.SignInAsync(StaffRoles.Support);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/console/live");
        request.Headers.TryAddWithoutValidation("Cookie", $"__Host-console={browser.Cookies["__Host-console"]}");
        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(deadline.Token));
        while (await reader.ReadLineAsync(deadline.Token) != "event: open")
        {
        }

        await NewConversationAsync(other, "Not for you");
        while (await reader.ReadLineAsync(deadline.Token) is { } line && line != ":")
        {
            line.ShouldNotBe("event: changed");
        }

        await NewConversationAsync(desk, "For you");
        while (await reader.ReadLineAsync(deadline.Token) != "event: changed")
        {
        }
    }

    private async Task<(string Email, long Account)> NewTraderAsync(TestCrm crm, int broker = 0)
    {
        var userId = await crm.NewUserAsync(broker);
        var login = Interlocked.Increment(ref _accounts);
        await host.Database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into accounts (broker_id, user_id, trader_login, environment_name, deposit_currency, created_at)
                select broker_id, id, @login, 'live', 'EUR', @now from users where ctrader_user_id = @userId
                """,
                new { userId, login, now = host.Time.GetUtcNow() }),
            CancellationToken.None);
        return ($"user{userId}@example.test", login);
    }

    private Task<long> NewConversationAsync(StaffDesk desk, params string[] texts) => NewConversationAsync(desk, broker: 0, texts);

    /// <summary>A conversation with messages of the trader.</summary>
    private async Task<long> NewConversationAsync(StaffDesk desk, int broker, params string[] texts)
    {
        var userId = await desk.Crm.NewUserAsync(broker);
        return await host.Database.WriteAsync(
            async session =>
            {
                var now = host.Time.GetUtcNow();
                var id = await session.GetAsync<long>(
                    """
                    insert into chat_conversations (broker_id, user_id, messages, trader_read, desk_read, trader_unread, desk_unread, created_at, last_at)
                    select broker_id, id, @count, 0, 0, 0, @count, @now, @now from users where ctrader_user_id = @userId returning id
                    """,
                    new { userId, count = (long)texts.Length, now });
                for (var i = 0; i < texts.Length; i++)
                {
                    await session.ExecuteAsync(
                        """
                        insert into chat_messages (conversation_id, number, author, text, submission_key, created_at) values (@id, @number, 1, @text, @key, @now)
                        """,
                        new { id, number = i + 1, text = texts[i], key = texts[i], now });
                }

                await session.NotifyAsync("chat", (await session.GetAsync<long>("select user_id from chat_conversations where id = @id", new { id })).ToString(CultureInfo.InvariantCulture));
                return id;
            },
            CancellationToken.None);
    }

    private Task<IReadOnlyList<string>> EventsAsync(StaffDesk desk) => host.Database.ReadAsync(
        session => session.ListAsync<string>("select type from webhook_events where crm_id = @Id order by id", new { desk.Crm.Broker().Crm.Id }), CancellationToken.None);
}
