using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Sessions;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Crm;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.InApp;

/// <summary>The way into in-app screens, through the custom action, which every broker of these tests has.</summary>
public sealed class InAppEntryTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private static readonly CustomAction Feedback = new()
    {
        Type = "feedback",
        Title = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "Feedback", ["de"] = "Rückmeldung" },
        Fields = [new() { Name = "text", Label = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "What do you think?" } }],
    };

    private Task<TestCrm> NewCrmAsync(int brokers = 1) => host.NewCrmAsync(brokers, change: static settings => settings with { Actions = [Feedback] });

    private static string Url(TestCrm crm, string? token, string more = "", int broker = 0) =>
        $"/inapp/action?{crm.Names(broker)}{(token is null ? "" : "&token=" + token)}{more}";

    [Fact] // SCR-27, SCR-38, FLOW-INAPP-6, FLOW-INAPP-7, BID-13
    public async Task The_token_is_traded_for_a_session_and_leaves_the_address()
    {
        var crm = await NewCrmAsync();
        var (user, account) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host);
        await browser.GetAsync(crm.LoginUrl()); // the browser keeps cookies, as is known from then on

        var opened = await browser.GetAsync(Url(crm, await host.NewInAppTokenAsync(crm, user), $"&account={account}&lang=de&theme=dark&source=iOS"));
        opened.ShouldLeadTo("/inapp/action?").LocationParameter("token").ShouldBeNull();
        (opened.LocationParameter("account"), opened.LocationParameter("lang"), opened.LocationParameter("theme"), opened.LocationParameter("source"))
            .ShouldBe((account.ToString(System.Globalization.CultureInfo.InvariantCulture), "de", "dark", "iOS")); // SCR-36
        var page = (await browser.FollowAsync(opened)).ShouldShow("action");

        page.Document.QuerySelector("h1")!.TextContent.ShouldBe("Rückmeldung");
        page.Headers["Cache-Control"].ShouldContain("no-store");
        page.Headers["Referrer-Policy"].ShouldBe("no-referrer");
        page.Href("close").ShouldStartWith(People.SuccessUrl); // SCR-69, DEC-22
        page.Href("close").ShouldNotContain("token=");
    }

    [Fact] // SCR-38
    public async Task A_reload_of_the_address_needs_no_other_token()
    {
        var crm = await NewCrmAsync();
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        var url = Url(crm, await host.NewInAppTokenAsync(crm, user));
        using var browser = new Browser(host);
        using var thief = new Browser(host);

        var first = (await browser.GetAsync(url)).ShouldShow("action"); // nothing is known of this browser's cookies yet
        first.Document.Body!.GetAttribute("data-strip").ShouldBe("token");
        (await browser.GetAsync(url)).ShouldShow("action");
        (await thief.GetAsync(url)).ShouldShow("screen-error", 404);
    }

    [Fact] // SCR-76, FLOW-INAPP-8, FLOW-INAPP-9, SCR-56, SCR-57
    public async Task Without_cookies_the_forms_carry_the_session()
    {
        var crm = await NewCrmAsync();
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);
        var page = (await browser.GetAsync(Url(crm, await host.NewInAppTokenAsync(crm, user)))).ShouldShow("action");

        var done = (await browser.SubmitAsync(page, "action-submit", ("answer-text", "Good"))).ShouldShow("action-done");
        var back = (await browser.SubmitAsync(done, "action-finish")).ShouldLeadTo(People.SuccessUrl);

        var exchange = await crm.ExchangeAsync(back.LocationParameter("token")!);
        exchange.Json["userId"]!.GetValue<long>().ShouldBe(user.CtraderUserId!.Value);
        exchange.Json.ContainsKey("accessToken").ShouldBeFalse(); // DEC-15
        (await browser.SubmitAsync(page, "action-submit", ("answer-text", "Again"))).ShouldShow("screen-error", 404); // the session has ended
    }

    [Fact] // SCR-37, P2B-OT-2, P2B-OT-9
    public async Task A_token_that_is_missing_malformed_unknown_used_or_expired_opens_nothing()
    {
        var crm = await NewCrmAsync();
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        var used = await host.NewInAppTokenAsync(crm, user);
        (await new Browser(host).GetAsync(Url(crm, used))).ShouldShow("action");
        var expired = await host.NewInAppTokenAsync(crm, user);
        host.Time.Advance(TimeSpan.FromSeconds(60));

        await RefusedAsync(null, 400, CrmErrorCode.MissingRequiredParameter);
        await RefusedAsync("short", 417, CrmErrorCode.NonExistedToken);
        await RefusedAsync(new string('a', 43), 404, CrmErrorCode.OneTimeTokenNotFound);
        await RefusedAsync(used, 404, CrmErrorCode.OneTimeTokenNotFound);
        await RefusedAsync(expired, 410, CrmErrorCode.TokenExpired);

        async Task RefusedAsync(string? token, int status, string code)
        {
            using var browser = new Browser(host);
            var page = (await browser.GetAsync(Url(crm, token))).ShouldShow("screen-error", status);
            page.Element("error-code").TextContent.ShouldBe(code);
            page.Find("login").ShouldBeNull();
            page.Href("close").ShouldStartWith(People.SuccessUrl); // a way back
        }
    }

    [Theory] // P2B-OT-8
    [InlineData(OneTimeTokenPurpose.SignIn)]
    [InlineData(OneTimeTokenPurpose.SignUp)]
    [InlineData(OneTimeTokenPurpose.EmbeddedWeb)]
    [InlineData(OneTimeTokenPurpose.Management)]
    public async Task A_token_for_something_else_opens_nothing_and_stays_usable(OneTimeTokenPurpose purpose)
    {
        var crm = await NewCrmAsync();
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        var token = await host.NewInAppTokenAsync(crm, user, purpose);
        using var browser = new Browser(host);

        (await browser.GetAsync(Url(crm, token))).ShouldShow("screen-error", 404);

        (await crm.ExchangeAsync(token)).Json["userId"]!.GetValue<long>().ShouldBe(user.CtraderUserId!.Value);
    }

    [Fact] // P2B-OT-3
    public async Task Of_many_concurrent_openings_one_succeeds()
    {
        var crm = await NewCrmAsync();
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        var url = Url(crm, await host.NewInAppTokenAsync(crm, user));

        var pages = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            using var browser = new Browser(host);
            return await browser.GetAsync(url);
        }));

        pages.Count(static page => page.Find("action") is not null).ShouldBe(1);
        pages.Count(static page => (int)page.Status == 404).ShouldBe(15);
    }

    [Fact] // BID-28, BID-44, SCR-28
    public async Task Nobody_opens_anything_of_somebody_else()
    {
        var crm = await NewCrmAsync(brokers: 2);
        var (user, account) = await host.NewTraderWithAccountAsync(crm);
        var (_, foreign) = await host.NewTraderWithAccountAsync(crm);
        var (atOther, otherAccount) = await host.NewTraderWithAccountAsync(crm, broker: 1);

        using var browser = new Browser(host);
        (await browser.GetAsync(Url(crm, await host.NewInAppTokenAsync(crm, user), broker: 1))).ShouldShow("screen-error", 403)
            .Element("error-code").TextContent.ShouldBe(CrmErrorCode.BrokerIdMismatch);
        foreach (var other in new[] { foreign, otherAccount, 1 })
        {
            (await browser.GetAsync(Url(crm, await host.NewInAppTokenAsync(crm, user), $"&account={other}"))).ShouldShow("screen-error", 403);
        }

        (await browser.GetAsync(Url(crm, await host.NewInAppTokenAsync(crm, atOther, broker: 1), $"&account={account}", broker: 1))).ShouldShow("screen-error", 403);

        // A session about one account is not about another, even the same user's.
        var second = await host.NewAccountAsync(crm, user);
        (await browser.FollowAsync(await browser.GetAsync(Url(crm, await host.NewInAppTokenAsync(crm, user), $"&account={account}")))).ShouldShow("action");
        (await browser.GetAsync(Url(crm, null, $"&account={second}"))).ShouldShow("screen-error", 403);
        (await browser.GetAsync(Url(crm, null, $"&account={account}"))).ShouldShow("action");
    }

    [Fact] // SCR-29, DEC-9
    public async Task The_account_has_two_names_that_must_agree()
    {
        var crm = await NewCrmAsync();
        var (user, account) = await host.NewTraderWithAccountAsync(crm);
        using var browser = new Browser(host);

        (await browser.GetAsync(Url(crm, await host.NewInAppTokenAsync(crm, user), $"&account={account}&acc={account + 1}"))).ShouldShow("screen-error", 400);
        (await browser.GetAsync(Url(crm, await host.NewInAppTokenAsync(crm, user), $"&account={account}&acc={account}"))).ShouldLeadTo("/inapp/action?");
        (await browser.GetAsync(Url(crm, await host.NewInAppTokenAsync(crm, user), $"&acc={account}"))).ShouldLeadTo("/inapp/action?");
    }

    [Fact] // SCR-38
    public async Task A_session_is_good_for_its_own_action_only()
    {
        var crm = await NewCrmAsync();
        var (user, account) = await host.NewTraderWithAccountAsync(crm);
        var sessions = host.Services.GetRequiredService<InAppSessions>();
        using var browser = new Browser(host, keepsCookies: false);
        var page = await browser.GetAsync(Url(crm, await host.NewInAppTokenAsync(crm, user)));
        var handle = page.Document.QuerySelector("input[name=session]")!.GetAttribute("value")!;

        foreach (var action in Enum.GetValues<InAppAction>())
        {
            var context = new Microsoft.AspNetCore.Http.DefaultHttpContext { RequestServices = host.Services };
            context.Request.ContentType = "application/x-www-form-urlencoded";
            context.Request.Form = new Microsoft.AspNetCore.Http.FormCollection(
                new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>(StringComparer.Ordinal) { ["session"] = handle });
            var found = await sessions.FindAsync(context, crm.Broker(), action, CancellationToken.None);
            (found is not null).ShouldBe(action == InAppAction.Action, action.ToString());
        }

        account.ShouldBePositive();
    }

    [Fact] // P2B-4.5-5
    public async Task It_ends_after_two_hours_when_the_user_is_blocked_and_with_every_session_of_the_user()
    {
        var crm = await NewCrmAsync();
        var (user, _) = await host.NewTraderWithAccountAsync(crm);
        using var late = await OpenAsync();
        host.Time.Advance(TimeSpan.FromHours(2));
        using var ended = await OpenAsync();
        (await late.GetAsync(Url(crm, null))).ShouldShow("screen-error", 400);
        (await ended.GetAsync(Url(crm, null))).ShouldShow("action");
        await host.Services.GetRequiredService<SessionService>().EndAllAsync(crm.Broker(), user.Id, CancellationToken.None);
        (await ended.GetAsync(Url(crm, null))).ShouldShow("screen-error", 400);

        using var blocked = await OpenAsync();
        var token = await host.NewInAppTokenAsync(crm, user);
        user.BlockedAt = host.Time.GetUtcNow();
        (await host.Users.TryUpdateAsync(user, "second", CancellationToken.None)).ShouldBeTrue();
        (await blocked.GetAsync(Url(crm, null))).ShouldShow("screen-error", 403);
        (await blocked.GetAsync(Url(crm, token))).ShouldShow("screen-error", 404);

        async Task<Browser> OpenAsync()
        {
            var browser = new Browser(host);
            (await browser.GetAsync(Url(crm, await host.NewInAppTokenAsync(crm, user)))).ShouldShow("action");
            return browser;
        }
    }
}
