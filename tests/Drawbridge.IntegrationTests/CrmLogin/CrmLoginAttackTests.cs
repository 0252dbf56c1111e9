using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Broker.CrmLogin;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.IntegrationTests.CrmLogin;

/// <summary>What somebody could try against logins at the broker's own CRM, and what the CRM itself could get wrong.</summary>
public sealed class CrmLoginAttackTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    [Fact]
    public async Task A_made_up_state_ends_nowhere()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        using var browser = new Browser(host);
        var back = own.LogIn(await browser.GoToOwnCrmAsync(crm), CrmLoginPeople.NewPerson());

        (await browser.GetAsync(With(back, "state", CrmLoginAttempt.NewSecret()))).ShouldHaveFailed(410, "ended");
        (await browser.GetAsync(Without(back, "state"))).ShouldHaveFailed(410, "ended");
        own.Exchanges.ShouldBe(0);
    }

    [Fact]
    public async Task An_answer_counts_once()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        using var browser = new Browser(host);
        var back = own.LogIn(await browser.GoToOwnCrmAsync(crm), CrmLoginPeople.NewPerson());

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => browser.GetAsync(back)));

        answers.Count(answer => answer.Status == HttpStatusCode.SeeOther).ShouldBe(1);
        answers.Count(answer => answer.Status == HttpStatusCode.Gone).ShouldBe(5);
        own.Exchanges.ShouldBe(1);
    }

    [Fact]
    public async Task A_login_that_takes_too_long_ends()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        using var browser = new Browser(host);
        var back = own.LogIn(await browser.GoToOwnCrmAsync(crm), CrmLoginPeople.NewPerson());

        host.Time.Advance(CrmLoginStore.Lifetime);

        (await browser.GetAsync(back)).ShouldHaveFailed(410, "ended");
    }

    [Fact]
    public async Task Nobody_finishes_a_login_that_another_browser_began() // login CSRF, and an answer that was seen elsewhere
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        using var attacker = new Browser(host);
        using var victim = new Browser(host);
        await victim.GetAsync(crm.LoginUrl());
        var back = own.LogIn(await attacker.GoToOwnCrmAsync(crm), CrmLoginPeople.NewPerson());

        (await victim.GetAsync(back)).ShouldHaveFailed(410, "ended");
        victim.Cookies.ShouldNotContain(cookie => cookie.Key.StartsWith("__Host-session-", StringComparison.Ordinal));
        own.Exchanges.ShouldBe(0);

        (await attacker.GetAsync(back)).ShouldLeadTo("/account/create?"); // and who began it was not disturbed
    }

    [Fact]
    public async Task A_code_of_another_login_is_of_no_use() // code injection: PKCE
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        using var victim = new Browser(host);
        using var attacker = new Browser(host);
        var stolen = own.LogIn(await victim.GoToOwnCrmAsync(crm), CrmLoginPeople.NewPerson());
        var mine = own.LogIn(await attacker.GoToOwnCrmAsync(crm), CrmLoginPeople.NewPerson());

        var answer = await attacker.GetAsync(With(mine, "code", QueryHelpers.ParseQuery(new Uri(stolen).Query)["code"].ToString()));

        answer.ShouldHaveFailed(502, "broken");
        answer.Text.ShouldNotContain("CANARY");
    }

    [Fact]
    public async Task An_answer_for_one_broker_counts_for_no_other() // mix-up (RFC 9700, 4.4), BID-44
    {
        var (crm, own) = await host.NewCrmWithLoginAsync(brokers: 2);
        using var browser = new Browser(host);
        var url = await browser.GoToOwnCrmAsync(crm);
        await browser.GetAsync(crm.LoginUrl(broker: 1));
        var back = own.LogIn(url, CrmLoginPeople.NewPerson());
        var names = crm.Configuration.Brokers.Select(broker => broker.Name).ToList();

        (await browser.GetAsync(back.Replace($"/{names[0]}/", $"/{names[1]}/", StringComparison.Ordinal))).ShouldHaveFailed(410, "ended");
        own.Exchanges.ShouldBe(0);
        (await browser.GetAsync(With(back, "iss", "https://elsewhere.example.test"))).ShouldHaveFailed(502, "broken"); // RFC 9207
        own.Exchanges.ShouldBe(0);
    }

    [Fact]
    public async Task A_broker_without_such_a_login_has_no_address_for_answers()
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host);

        (await browser.GetAsync($"/auth/crm/{crm.Configuration.Brokers[0].Name}/callback?state=x&code=y")).ShouldShow("screen-error", 404);
        (await browser.GetAsync("/auth/crm/nobody/callback?state=x&code=y")).ShouldShow("screen-error", 404);
        (await browser.PostAsync($"/auth/crm?{crm.Names()}", [])).ShouldLeadTo("/auth/login?");
    }

    [Fact]
    public async Task No_login_leads_to_an_address_that_nobody_configured() // SCR-53
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        var trader = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        var page = await browser.GetAsync(crm.LoginUrl());
        const string Evil = "&successUrl=https%3A%2F%2Fevil.example.test%2F";

        (await browser.PostAsync($"/auth/crm?{crm.Names()}{Evil}", [])).ShouldShow("screen-error", 400);

        var url = (await browser.SubmitAsync(page, "submit")).Href("crm-login-url");
        var back = own.LogIn(url, CrmLoginPeople.NewPerson(trader.Email));
        (await browser.GetAsync($"{back}{Evil}&next=client&brokerName=other")).ShouldLeadTo(People.SuccessUrl); // what stands in the answer's address counts for nothing
    }

    [Fact]
    public async Task No_other_site_begins_a_login()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        using var browser = new Browser(host);
        var page = await browser.GetAsync(crm.LoginUrl());
        browser.FetchSite = "cross-site";

        (await browser.SubmitAsync(page, "submit")).ShouldShow("screen-error", 403);
        own.Exchanges.ShouldBe(0);
    }

    [Fact]
    public async Task Without_cookies_the_key_of_the_page_stands_in_for_them() // SCR-76
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        var trader = await host.NewTraderAsync(crm);
        var key = new string('a', 32);
        using var browser = new Browser(host, keepsCookies: false);
        var page = await browser.GetAsync(crm.LoginUrl("&lang=de"));
        var url = (await browser.SubmitAsync(page, "submit", (CrmLoginBinding.Field, key))).Href("crm-login-url");
        var back = await browser.GetAsync(own.LogIn(url, CrmLoginPeople.NewPerson(trader.Email)));
        back.ShouldShow("crm-login-return").Document.DocumentElement.GetAttribute("lang").ShouldBe("de");
        own.Exchanges.ShouldBe(0);

        (await browser.SubmitAsync(back, "submit", (CrmLoginBinding.Field, new string('b', 32)))).ShouldHaveFailed(410, "ended");
        (await browser.SubmitAsync(back, "submit")).ShouldHaveFailed(410, "ended");
        own.Exchanges.ShouldBe(0);
        (await browser.SubmitAsync(back, "submit", (CrmLoginBinding.Field, key))).ShouldLeadTo(People.SuccessUrl);
        (await browser.SubmitAsync(back, "submit", (CrmLoginBinding.Field, key))).ShouldHaveFailed(410, "ended");
    }

    [Fact]
    public async Task A_browser_that_keeps_nothing_is_told_so()
    {
        var (crm, _) = await host.NewCrmWithLoginAsync();
        using var browser = new Browser(host, keepsCookies: false);
        var page = await browser.GetAsync(crm.LoginUrl());

        var again = (await browser.SubmitAsync(page, "submit", ("keep", "true"))).ShouldShow("crm-login-bind"); // our script may have been too late
        again.Document.QuerySelectorAll("input[name=keep]").ShouldHaveSingleItem();
        var answer = await browser.SubmitAsync(again, "submit");

        answer.ShouldHaveFailed(403, "unkept");
        answer.Element("again").GetAttribute("target").ShouldBe("_blank");
    }

    [Theory]
    [InlineData("access_denied", 403, "denied")]
    [InlineData("temporarily_unavailable", 503, "away")]
    [InlineData("invalid_scope", 502, "broken")]
    [InlineData("<script>CANARY</script>", 502, "broken")]
    public async Task What_the_crm_refuses_is_told_in_our_own_words(string error, int status, string reason)
    {
        var (crm, _) = await host.NewCrmWithLoginAsync();
        using var browser = new Browser(host);

        var answer = await browser.GetAsync(OwnCrm.Refuse(await browser.GoToOwnCrmAsync(crm, "&lang=es"), error));

        answer.ShouldHaveFailed(status, reason);
        answer.Text.ShouldNotContain("CANARY");
        answer.Href("again").ShouldBe($"/auth/login?{crm.Names()}&lang=es");
    }

    public static TheoryData<string> BadTokens => ["500", "400", "html", "list", "no bearer", "no token", "huge", "redirect", "unreachable"];

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_bad_answer_of_the_token_endpoint_is_a_clear_screen(string kind)
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        own.AnswerToken = _ => Task.FromResult(kind switch
        {
            "500" => OwnCrm.Json(HttpStatusCode.InternalServerError, new { detail = "CANARY" }),
            "400" => OwnCrm.Json(HttpStatusCode.BadRequest, new { error = "CANARY" }),
            "html" => new(HttpStatusCode.OK) { Content = new StringContent("<html>CANARY") },
            "list" => OwnCrm.Json(HttpStatusCode.OK, new[] { "CANARY" }),
            "no bearer" => OwnCrm.Json(HttpStatusCode.OK, new { access_token = "CANARY", token_type = "mac" }),
            "no token" => OwnCrm.Json(HttpStatusCode.OK, new { token_type = "bearer" }),
            "huge" => new(HttpStatusCode.OK) { Content = new StringContent(new string('x', 200_000)) },
            "redirect" => new(HttpStatusCode.Found) { Headers = { Location = new("https://evil.example.test/") } },
            _ => throw new HttpRequestException("CANARY"),
        });
        using var browser = new Browser(host);

        var answer = await browser.LogInAtOwnCrmAsync(crm, own, CrmLoginPeople.NewPerson());

        if (kind is "500" or "huge" or "unreachable")
        {
            answer.ShouldHaveFailed(503, "away");
        }
        else
        {
            answer.ShouldHaveFailed(502, "broken");
        }

        answer.Text.ShouldNotContain("CANARY");
        host.Log.Lines.ShouldNotContain(line => line.Contains("CANARY", StringComparison.Ordinal));
    }

    public static TheoryData<string> BadIdTokens => ["none", "iss", "aud", "azp", "two audiences", "exp", "no exp", "nonce", "no nonce", "sub"];

    [Theory]
    [MemberData(nameof(BadIdTokens))]
    public async Task An_id_token_that_is_not_of_this_login_is_refused(string kind)
    {
        var (crm, own) = await host.NewCrmWithLoginAsync();
        own.ChangeIdToken = claims => _ = kind switch
        {
            "none" => Clear(claims),
            "iss" => Set(claims, "iss", "https://elsewhere.example.test"),
            "aud" => Set(claims, "aud", "another"),
            "azp" => Set(claims, "azp", "another"),
            "two audiences" => Set(claims, "aud", new JsonArray(own.ClientId, "another")),
            "exp" => Set(claims, "exp", (host.Time.GetUtcNow() - TimeSpan.FromMinutes(3)).ToUnixTimeSeconds()),
            "no exp" => Set(claims, "exp", null),
            "nonce" => Set(claims, "nonce", "another"),
            "no nonce" => Set(claims, "nonce", null),
            _ => Set(claims, "sub", "another"),
        };
        using var browser = new Browser(host);

        (await browser.LogInAtOwnCrmAsync(crm, own, CrmLoginPeople.NewPerson())).ShouldHaveFailed(502, "broken");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"sub":""}""")]
    [InlineData("""{"sub":"with space"}""")]
    [InlineData("""{"sub":1.5}""")]
    [InlineData("nonsense")]
    public async Task A_user_info_without_a_usable_id_is_refused(string body)
    {
        var (crm, own) = await host.NewCrmWithLoginAsync(login => login with { Scopes = ["email"] });
        own.AnswerUser = _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) });
        using var browser = new Browser(host);

        (await browser.LogInAtOwnCrmAsync(crm, own, CrmLoginPeople.NewPerson())).ShouldHaveFailed(502, "broken");
    }

    [Fact]
    public async Task No_password_counts_where_the_crm_keeps_them()
    {
        var (crm, _) = await host.NewCrmWithLoginAsync();
        var trader = await host.NewTraderAsync(crm); // from before the change
        using var browser = new Browser(host);
        Dictionary<string, string> login = new() { ["email"] = trader.Email, ["password"] = People.Password };

        (await browser.PostAsync(crm.LoginUrl(), login)).ShouldLeadTo("/auth/login?");
        (await browser.PostAsync($"/client/login?{crm.Names()}", login)).ShouldLeadTo("/client/login?");
        (await browser.PostAsync($"/auth/signup?{crm.Names()}", login)).ShouldLeadTo("/auth/login?");
        var reset = (await browser.GetAsync($"/auth/reset?{crm.Names()}")).ShouldShow("crm-keeps");
        reset.Href("crm-page").ShouldStartWith("https://crm.example.test/forgot?");
        (await browser.PostAsync($"/auth/reset?{crm.Names()}", login)).ShouldShow("crm-keeps");
    }

    [Fact]
    public async Task A_signup_leads_to_the_crms_own_page_with_who_brought_the_person() // SCR-25, SCR-30
    {
        var (crm, _) = await host.NewCrmWithLoginAsync();
        using var browser = new Browser(host);

        var page = (await browser.GetAsync(crm.LoginUrl("&firstLogin=true&partnerId=p%261&utm_source=ad&successUrl=https%3A%2F%2Fapp.example.test%2Fcallback"))).ShouldShow("crm-signup");

        page.Href("crm-signup-link").ShouldBe("https://crm.example.test/register?from=trading&lang=en&theme=light&partnerId=p%261&utm_source=ad");
    }

    [Fact]
    public async Task A_signup_is_asked_of_the_crms_login_where_that_understands_it()
    {
        var (crm, own) = await host.NewCrmWithLoginAsync(login => login with { SignUpByPrompt = true });
        using var browser = new Browser(host);
        var page = (await browser.GetAsync(crm.LoginUrl("&firstLogin=true"))).ShouldShow("crm-signup");

        var url = (await browser.SubmitAsync(page, "submit")).Href("crm-login-url");

        url.ShouldContain("prompt=create");
        (await browser.GetAsync(own.LogIn(url, CrmLoginPeople.NewPerson()))).ShouldLeadTo("/account/create?");
    }

    private static string With(string url, string name, string value) => QueryHelpers.AddQueryString(Without(url, name), name, value);

    private static string Without(string url, string name)
    {
        var query = QueryHelpers.ParseQuery(new Uri(url).Query);
        query.Remove(name);
        return QueryHelpers.AddQueryString(url[..url.IndexOf('?', StringComparison.Ordinal)], query);
    }

    private static bool Set(JsonObject claims, string name, JsonNode? value)
    {
        claims[name] = value;
        return true;
    }

    private static bool Clear(JsonObject claims)
    {
        claims.Clear();
        return true;
    }
}
