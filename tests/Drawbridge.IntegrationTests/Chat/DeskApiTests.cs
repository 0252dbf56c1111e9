using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.InApp;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.IntegrationTests.Chat;

/// <summary>The desk's side of the chat.</summary>
public sealed class DeskApiTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    [Fact] // FLOW-CHAT-1
    public async Task The_desk_lists_reads_answers_and_marks_what_it_has_seen()
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var desk = new ChatDesk(host, crm);
        await WriteAsync(crm, broker: 0, "hello");
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var email = await WriteAsync(crm, broker: 1, "one", "two");

        var list = await desk.ListAsync();
        list["conversations"]!.AsArray().Select(static chat => (string?)chat!["lastText"]).ShouldBe(["two", "hello"]);
        list["unread"]!.AsArray().Select(static one => ((string?)one!["brokerName"], (long)one["conversations"]!, (long)one["messages"]!))
            .ShouldBe([(crm.Configuration.Brokers[0].Name, 1, 1), (crm.Configuration.Brokers[1].Name, 1, 2)]);
        var first = (await desk.ListAsync("?limit=1"))["conversations"]![0]!;
        ((string?)first["email"], (string?)first["lastAuthor"], (long)first["unread"]!).ShouldBe((email, "trader", 2));
        var cursor = (string?)(await desk.ListAsync("?limit=1"))["cursor"];
        ((string?)(await desk.ListAsync($"?limit=1&cursor={cursor}"))["conversations"]![0]!["lastText"]).ShouldBe("hello");
        (await desk.ListAsync($"?brokerName={crm.Configuration.Brokers[0].Name}"))["conversations"]!.AsArray().Count.ShouldBe(1);

        var id = (long)first["id"]!;
        (await desk.ReadAsync(id, "?after=1")).Select(static message => ((long)message!["number"]!, (string?)message["text"], (string?)message["author"]))
            .ShouldBe([(2, "two", "trader")]);
        (await desk.MarkReadAsync(id, 1)).ShouldBe(1);
        (await desk.MarkReadAsync(id, 2)).ShouldBe(0);
        (await desk.ListAsync("?unread=true"))["conversations"]!.AsArray().Select(static chat => (string?)chat!["lastText"]).ShouldBe(["hello"]);

        var reply = new { text = "three", sender = "Ann", submissionKey = "crm-77" };
        var created = await desk.CallAsync(HttpMethod.Post, $"/{id}/messages", reply);
        var repeated = await desk.CallAsync(HttpMethod.Post, $"/{id}/messages", reply);
        ((int)created.Status, (int)repeated.Status, created.Body).ShouldBe((201, 200, repeated.Body));
        (await desk.ReadAsync(id)).Count.ShouldBe(3);
    }

    [Fact] // BID-44
    public async Task Only_its_own_crm_gets_anywhere_and_bad_input_is_named()
    {
        var crm = await host.NewCrmAsync();
        var other = await host.NewCrmAsync();
        await WriteAsync(crm, broker: 0, "hello");
        var desk = new ChatDesk(host, crm);
        var stranger = new ChatDesk(host, other);
        var id = (long)(await desk.ListAsync())["conversations"]![0]!["id"]!;
        var reply = new { text = "hi", submissionKey = "1" };

        (await stranger.ListAsync())["conversations"]!.AsArray().ShouldBeEmpty();
        (await stranger.CallAsync(HttpMethod.Get, $"?brokerName={crm.Configuration.Brokers[0].Name}")).ShouldBeRefused(401, "BROKER_ID_INVALID");
        (HttpMethod Method, string Path, object? Body)[] calls =
        [
            (HttpMethod.Get, $"/{id}/messages", null), (HttpMethod.Post, $"/{id}/messages", reply), (HttpMethod.Post, $"/{id}/read", new { upTo = 1 }),
        ];
        foreach (var (method, path, body) in calls)
        {
            (await stranger.CallAsync(method, path, body)).ShouldBeRefused(404, "NOT_FOUND");
            (await desk.CallAsync(method, path, body, authenticate: false)).ShouldBeRefused(401, "CH_CLIENT_AUTH_FAILURE");
            (await new ChatDesk(host, crm, ManagementKey.New().Reveal()).CallAsync(method, path, body)).ShouldBeRefused(401, "CH_CLIENT_AUTH_FAILURE");
        }

        foreach (var query in new[] { "?limit=0", "?limit=201", "?limit=x", "?cursor=x", "?cursor=1-x" })
        {
            (await desk.CallAsync(HttpMethod.Get, query)).ShouldBeRefused(400, "INVALID_REQUEST");
        }

        (await desk.CallAsync(HttpMethod.Get, $"/{id}/messages?after=-1")).ShouldBeRefused(400, "INVALID_REQUEST");
        (await ReplyAsync(new { submissionKey = "1" })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await ReplyAsync(new { text = "hi" })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await ReplyAsync(new { text = new string('x', 2001), submissionKey = "1" })).ShouldBeRefused(400, "INVALID_REQUEST");
        (await ReplyAsync(new { text = "hi", submissionKey = "a b" })).ShouldBeRefused(400, "INVALID_REQUEST");
        (await ReplyAsync(new { text = "hi", submissionKey = "1", sender = new string('x', 81) })).ShouldBeRefused(400, "INVALID_REQUEST");
        (await desk.CallAsync(HttpMethod.Post, $"/{id}/read", new { })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await desk.ReadAsync(id)).Count.ShouldBe(1);

        Task<Answer> ReplyAsync(object body) => desk.CallAsync(HttpMethod.Post, $"/{id}/messages", body);
    }

    /// <summary>A trader of the broker writes; returns the e-mail.</summary>
    private async Task<string> WriteAsync(TestCrm crm, int broker, params string[] texts)
    {
        var (user, _) = await host.NewTraderWithAccountAsync(crm, broker);
        using var browser = new Browser(host, keepsCookies: false);
        var page = await browser.GetAsync($"/inapp/chat?{crm.Names(broker)}&token={await host.NewInAppTokenAsync(crm, user, broker: broker)}");
        foreach (var text in texts)
        {
            page = (await browser.SubmitAsync(page, "chat-send", ("text", text))).ShouldShow("chat");
        }

        return user.Email;
    }
}
