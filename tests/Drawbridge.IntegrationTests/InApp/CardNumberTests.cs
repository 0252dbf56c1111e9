using Drawbridge.Broker.CustomActions;
using Drawbridge.IntegrationTests.Chat;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.IntegrationTests.InApp;

/// <summary>Card numbers are asked for by payment providers alone: written anywhere else, they are refused and go nowhere.</summary>
public sealed class CardNumberTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private const string Card = "5425 2334 3010 9903";
    private static readonly CancellationToken None = CancellationToken.None;

    private async Task ShouldBeNowhereAsync(params string[] texts)
    {
        foreach (var part in new[] { "5425 2334", "2334 3010", "3010 9903", "5425233430109903" })
        {
            host.Log.Lines.ShouldAllBe(line => !line.Contains(Card, StringComparison.Ordinal));
            texts.ShouldAllBe(text => !text.Contains(part, StringComparison.Ordinal));
        }

        foreach (var (table, column) in new[] { ("action_submissions", "answers"), ("chat_messages", "text"), ("webhook_events", "body") })
        {
            (await host.Database.ReadAsync(
                session => session.GetAsync<long>($"select count(*) from {table} where cast({column} as text) like @like", new { like = "%5425%" }), None)).ShouldBe(0, table);
        }
    }

    [Theory]
    [InlineData(ActionFieldKind.Text)]
    [InlineData(ActionFieldKind.LongText)]
    public async Task In_a_custom_action(ActionFieldKind kind)
    {
        var english = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "Say" };
        var crm = await host.NewCrmAsync(change: settings => settings with
        {
            Actions = [new CustomAction { Type = "say", Title = english, Fields = [new() { Name = "a", Label = english, Kind = kind, MaximumLength = 100 }, new() { Name = "b", Label = english }] }],
        });
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var form = await browser.GetAsync($"/inapp/action?{crm.Names()}&token={await host.NewInAppTokenAsync(crm, user)}");

        var again = (await browser.SubmitAsync(form, "action-submit", ("answer-a", $"Mine is {Card}."), ("answer-b", "kept"))).ShouldShow("action", 422);

        again.Text.ShouldContain("This looks like a card number");
        again.Text.ShouldContain("kept");
        await ShouldBeNowhereAsync(again.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_the_chat(bool fragment)
    {
        var crm = await host.NewCrmAsync();
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = await browser.GetAsync($"/inapp/chat?{crm.Names()}&token={await host.NewInAppTokenAsync(crm, user)}");

        var refused = await browser.SubmitAsync(page, "chat-send", ("text", $"pay with {Card}"), ("fragment", fragment ? "true" : null), ("from", fragment ? "1" : null));

        ((int)refused.Status).ShouldBe(422);
        refused.Text.ShouldContain("This looks like a card number");
        await ShouldBeNowhereAsync(refused.Text);
    }

    [Fact]
    public async Task In_an_answer_of_the_desk()
    {
        var crm = await host.NewCrmAsync();
        var desk = new ChatDesk(host, crm);
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = await browser.GetAsync($"/inapp/chat?{crm.Names()}&token={await host.NewInAppTokenAsync(crm, user)}");
        await browser.SubmitAsync(page, "chat-send", ("text", "hello"), ("fragment", null), ("from", null));
        var id = (long)(await desk.ListAsync())["conversations"]![0]!["id"]!;

        var refused = await desk.CallAsync(HttpMethod.Post, $"/{id}/messages", new { text = $"Is it {Card}?", submissionKey = "1" });

        refused.ShouldBeRefused(400, CrmErrorCode.InvalidRequest);
        refused.Text("message").ShouldContain("card number");
        await ShouldBeNowhereAsync(refused.Body);
    }
}
