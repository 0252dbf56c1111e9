using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.CustomActions;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Webhooks;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.IntegrationTests.InApp;

public sealed class CustomActionTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private readonly WebhookSecret _secret = WebhookSecret.New();

    private static Dictionary<string, string> English(string text) => new(StringComparer.Ordinal) { ["en"] = text };

    private static readonly CustomAction Survey = new()
    {
        Type = "survey",
        Title = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "Your experience", ["es"] = "Su experiencia" },
        Intro = English("Four questions."),
        Event = "survey.answered",
        Fields =
        [
            new() { Name = "years", Label = English("Years of trading"), Kind = ActionFieldKind.Number },
            new() { Name = "since", Label = English("First trade"), Kind = ActionFieldKind.Date, Required = false },
            new() { Name = "style", Label = English("Style"), Kind = ActionFieldKind.Choice, Choices = [new("day", English("Day")), new("swing", English("Swing"))] },
            new() { Name = "more", Label = English("Anything else?"), Kind = ActionFieldKind.LongText, Required = false, MaximumLength = 20 },
            new() { Name = "agree", Label = English("I agree"), Kind = ActionFieldKind.Checkbox },
        ],
    };

    private static readonly CustomAction Shop = new() { Type = "shop", Title = English("Shop"), ExternalUrl = new("https://shop.example.test/open?from=app") };

    private static readonly CustomAction Dollars = new()
    {
        Type = "dollars", Title = English("For dollars"), Audience = new() { Currencies = ["USD"] }, Fields = [new() { Name = "a", Label = English("A") }],
    };

    private async Task<TestCrm> NewCrmAsync(params CustomAction[] actions)
    {
        var crm = await host.NewCrmAsync(change: settings => settings with { Actions = actions });
        await host.ApplyAsync(crm.Configuration with { Webhook = new WebhookConfiguration { Url = host.Webhooks.Url, Secret = _secret.Reveal() } });
        return crm;
    }

    private async Task<Page> OpenAsync(Browser browser, TestCrm crm, Drawbridge.Broker.Users.BrokerUser user, string more = "") =>
        await browser.GetAsync($"/inapp/action?{crm.Names()}{more}&token={await host.NewInAppTokenAsync(crm, user)}");

    private static (string, string?)[] Answers(string years = "2.5", string style = "swing", string? agree = "true", string more = "No") =>
        [("answer-years", years), ("answer-since", "2019-02-28"), ("answer-style", style), ("answer-more", more), ("answer-agree", agree)];

    [Fact] // SCR-6, SCR-33, FLOW-ACTION-1, FLOW-INAPP-8
    public async Task An_answer_is_stored_and_told_to_the_crm()
    {
        var crm = await NewCrmAsync(Survey, Shop);
        var (user, account) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = (await OpenAsync(browser, crm, user, $"&actionType=survey&lang=es&account={account}")).ShouldShow("action");
        page.Text.ShouldContain("Su experiencia");

        (await browser.SubmitAsync(page, "action-submit", Answers())).ShouldShow("action-done");

        var told = await host.Webhooks.NextAsync(crm.Configuration.Name);
        _secret.Verify(told.Id, told.Timestamp, told.Signature, Encoding.UTF8.GetBytes(told.Body), host.Time.GetUtcNow()).ShouldBeTrue();
        var body = JsonNode.Parse(told.Body)!;
        ((string?)body["type"], (string?)body["brokerName"], (string?)body["brokerCrmName"])
            .ShouldBe(("survey.answered", crm.Broker().Name.Value, crm.Configuration.Name));
        var data = body["data"]!;
        ((string?)data["actionType"], (long)data["userId"]!, (string?)data["email"], (long)data["account"]!)
            .ShouldBe(("survey", user.CtraderUserId!.Value, user.Email, account));
        data["answers"]!.ToJsonString().ShouldBe("""{"years":"2.5","since":"2019-02-28","style":"swing","more":"No","agree":"true"}""");
    }

    [Fact] // FLOW-INAPP-10
    public async Task The_same_form_sent_twice_counts_once_and_closing_it_changes_nothing()
    {
        var crm = await NewCrmAsync(Survey);
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = await OpenAsync(browser, crm, user);
        (await CountAsync(user.Id)).ShouldBe(0);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.SubmitAsync(page, "action-submit", Answers())));

        answers.ShouldAllBe(static answer => answer.Find("action-done") != null);
        (await CountAsync(user.Id)).ShouldBe(1);
        await host.Webhooks.NextAsync(crm.Configuration.Name);
        host.Webhooks.Count(crm.Configuration.Name).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_each_question_and_nothing_is_lost()
    {
        var crm = await NewCrmAsync(Survey);
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = await OpenAsync(browser, crm, user);

        var again = (await browser.SubmitAsync(
            page, "action-submit",
            ("answer-years", "two"), ("answer-since", "31.12.2001"), ("answer-style", "hold"), ("answer-more", new string('x', 21)), ("answer-agree", null)))
            .ShouldShow("action", 422);

        again.Element("form-error").QuerySelectorAll("a").Select(static link => link.GetAttribute("href"))
            .ShouldBe(["#answer-years", "#answer-since", "#answer-style", "#answer-more", "#answer-agree"]);
        again.Document.QuerySelector("#answer-years")!.GetAttribute("value").ShouldBe("two");
        again.Document.QuerySelector("#answer-more")!.TextContent.ShouldBe(new string('x', 21));
        (await browser.SubmitAsync(again, "action-submit", Answers())).ShouldShow("action-done");
        (await CountAsync(user.Id)).ShouldBe(1);
    }

    [Fact] // SCR-33
    public async Task An_action_is_offered_to_its_audience_only()
    {
        var crm = await NewCrmAsync(Survey, Dollars);
        var (euros, _) = await host.NewTraderWithAccountAsync(crm);
        var (dollars, _) = await host.NewTraderWithAccountAsync(crm, currency: "USD");
        using var browser = new Browser(host, keepsCookies: false);

        (await OpenAsync(browser, crm, euros)).ShouldShow("action").Text.ShouldContain("Your experience"); // the only one
        (await OpenAsync(browser, crm, euros, "&actionType=dollars")).ShouldShow("screen-error", 404);
        (await OpenAsync(browser, crm, euros, "&actionType=nothing")).ShouldShow("screen-error", 404);
        var list = (await OpenAsync(browser, crm, dollars)).ShouldShow("action-list");
        list.Href("action-dollars").ShouldContain("actionType=dollars");
    }

    [Fact] // FLOW-ACTION-1
    public async Task A_page_of_the_brokers_own_gets_a_signed_context_and_no_token()
    {
        var crm = await NewCrmAsync(Shop);
        var (user, account) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);

        var opened = await OpenAsync(browser, crm, user, $"&actionType=shop&account={account}&theme=dark");
        var left = opened.ShouldLeadTo("https://shop.example.test/open?from=app&context=");

        var context = left.LocationParameter("context")!;
        left.Location.ShouldNotContain("dbot_");
        bool Fits(string text, TimeSpan later) => _secret.Verify(
            left.LocationParameter("contextId"), left.LocationParameter("contextTimestamp"), left.LocationParameter("contextSignature"),
            Encoding.UTF8.GetBytes(text), host.Time.GetUtcNow() + later);
        Fits(context, TimeSpan.Zero).ShouldBeTrue();
        Fits(context, TimeSpan.FromMinutes(6)).ShouldBeFalse();
        Fits(context + "A", TimeSpan.Zero).ShouldBeFalse();
        var json = JsonNode.Parse(WebEncoders.Base64UrlDecode(context))!;
        ((long)json["userId"]!, (long)json["account"]!, (string?)json["theme"], (string?)json["brokerName"])
            .ShouldBe((user.CtraderUserId!.Value, account, "dark", crm.Broker().Name.Value));
    }

    [Fact]
    public async Task A_crm_that_is_down_is_told_later_by_the_same_id_until_it_says_gone()
    {
        var crm = await NewCrmAsync(Survey);
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        host.Webhooks.Answer(crm.Configuration.Name, HttpStatusCode.InternalServerError, HttpStatusCode.ServiceUnavailable, HttpStatusCode.Gone);
        (await browser.SubmitAsync(await OpenAsync(browser, crm, user), "action-submit", Answers())).ShouldShow("action-done");

        var first = await host.Webhooks.NextAsync(crm.Configuration.Name);
        var second = await AfterAsync(TimeSpan.FromSeconds(5));
        var third = await AfterAsync(TimeSpan.FromMinutes(5));
        (second.Id, second.Body, third.Id).ShouldBe((first.Id, first.Body, first.Id));
        third.Signature.ShouldNotBe(first.Signature); // signed anew, so that it is not taken for a replay

        await host.UntilAsync(async () => await host.Database.ReadAsync(
            session => session.GetAsync<long>("select count(*) from webhook_events where event_id = @id and given_up_at is not null and attempts = 3", new { id = first.Id }),
            CancellationToken.None) == 1);

        async Task<ToldEvent> AfterAsync(TimeSpan pause)
        {
            var expected = host.Time.GetUtcNow() + pause;
            await host.UntilAsync(async () => await host.Database.ReadAsync(
                session => session.GetAsync<long>(
                    """
                    select count(*) from jobs where queue = 'webhook' and claimed_by is null and run_at = @expected
                      and not exists (select 1 from jobs busy where busy.queue = 'webhook' and busy.claimed_by is not null)
                    """,
                    new { expected }),
                CancellationToken.None) > 0);
            host.Time.Advance(pause);
            return await host.Webhooks.NextAsync(crm.Configuration.Name);
        }
    }

    private Task<long> CountAsync(long userId) => host.Database.ReadAsync(
        session => session.GetAsync<long>("select count(*) from action_submissions where user_id = @userId", new { userId }), CancellationToken.None);
}
