using System.Text.Json;
using Drawbridge.Broker.Brokers;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.SignIn;

public sealed class LoginTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    [Fact]
    public async Task The_login_form_has_what_it_must_have_and_nothing_else() // SCR-1, SCR-66, SCR-70..72, FLOW-KMLI-1
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host);

        var page = (await browser.GetAsync(crm.LoginUrl())).ShouldShow("login");

        page.Element("email").GetAttribute("autocomplete").ShouldBe("username");
        page.Element("password").GetAttribute("autocomplete").ShouldBe("current-password");
        page.Element("keep").GetAttribute("type").ShouldBe("checkbox");
        page.Href("reset-link").ShouldStartWith("/auth/reset?");
        page.Href("switch-form").ShouldContain("firstLogin=true");
        page.Document.QuerySelectorAll("main a, main button[type=submit], main input:not([type=hidden])").Length.ShouldBe(6);
    }

    [Theory]
    [InlineData("", "login")] // SCR-26, FLOW-AUTH-1
    [InlineData("&firstLogin=false", "login")]
    [InlineData("&firstLogin=true", "signup")] // FLOW-CREATE-3
    [InlineData("&firstLogin=perhaps", "login")] // SCR-35
    public async Task One_address_serves_both_forms(string query, string form)
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host);

        (await browser.GetAsync(crm.LoginUrl(query))).ShouldShow(form);
    }

    [Fact]
    public async Task Parameters_survive_a_switch_of_forms() // SCR-20, SCR-21, SCR-30..31, SCR-36, FLOW-GEN-6
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host);
        const string Given = "&lang=de&source=ios&theme=dark&partnerId=p%201&utm_source=a&utm_medium=b&utm_campaign=c&utm_term=d&gclid=g&nonsense=1";
        var login = await browser.GetAsync(crm.LoginUrl(Given));

        var signup = (await browser.GetAsync(login.Href("switch-form"))).ShouldShow("signup");

        signup.Href("switch-form").ShouldBe(
            $"/auth/login?{crm.Names()}&lang=de&source=iOS&theme=dark&firstLogin=false&partnerId=p%201&utm_source=a&utm_medium=b&utm_campaign=c&utm_term=d&gclid=g");
        signup.Document.DocumentElement.GetAttribute("lang").ShouldBe("de"); // SCR-22
        signup.Document.DocumentElement.GetAttribute("data-theme").ShouldBe("dark"); // SCR-24
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_right_password_leads_to_the_application_with_a_token(bool keep) // FLOW-GEN-1, FLOW-AUTH-2..5, FLOW-KMLI-2, SCR-50, SCR-52, MOD-54, P2B-AT-2, BID-12
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);

        var answer = (await browser.LogInAsync(crm, user.Email, keep: keep)).ShouldLeadTo($"{People.SuccessUrl}?{crm.Names()}&token=");

        var exchange = await crm.ExchangeAsync(answer.LocationParameter("token")!);
        exchange.Json["userId"]!.GetValue<long>().ShouldBe(user.CtraderUserId!.Value);
        exchange.Json.ContainsKey("accessToken").ShouldBe(keep);
    }

    [Theory]
    [InlineData("Web")] // FLOW-GEN-3
    [InlineData("Android")]
    [InlineData("iOS")]
    [InlineData("MacOS")]
    [InlineData("Desktop")]
    public async Task Every_application_logs_in_the_same_way(string source)
    {
        var crm = await host.NewCrmAsync(change: settings => settings with
        {
            SuccessUrls = [.. settings.SuccessUrls, new(new($"https://{source}.example.test/cb"), source)],
        });
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);

        (await browser.LogInAsync(crm, user.Email, more: $"&source={source}")).ShouldLeadTo($"https://{source}.example.test/cb?{crm.Names()}&token=");
    }

    [Fact]
    public async Task A_login_needs_no_cookie() // SCR-76
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host, keepsCookies: false);

        (await browser.LogInAsync(crm, user.Email)).ShouldLeadTo(People.SuccessUrl);
    }

    [Fact]
    public async Task The_token_is_made_at_the_redirect() // SCR-57
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        var page = await browser.GetAsync(crm.LoginUrl());
        host.Time.Advance(TimeSpan.FromMinutes(5));

        var answer = await browser.SubmitAsync(page, "submit", ("email", user.Email), ("password", People.Password));

        (await crm.ExchangeAsync(answer.LocationParameter("token")!)).Json.ContainsKey("userId").ShouldBeTrue();
    }

    [Fact]
    public async Task Wrong_credentials_stay_on_the_screen_and_do_not_tell_whether_the_user_exists() // FLOW-AUTH-7
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);

        var wrong = (await browser.LogInAsync(crm, user.Email, "not the password")).ShouldShow("form-error", 422);
        var unknown = (await browser.LogInAsync(crm, People.NewEmail(), "not the password")).ShouldShow("form-error", 422);

        unknown.Element("form-error").TextContent.ShouldBe(wrong.Element("form-error").TextContent);
        wrong.Headers.ContainsKey("Location").ShouldBeFalse();
        wrong.Text.ShouldNotContain("not the password");
        wrong.Element("email").GetAttribute("value").ShouldBe(user.Email);
    }

    [Fact]
    public async Task Guessing_is_slowed_but_a_known_device_still_gets_in() // FLOW-AUTH-7
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var owner = new Browser(host);
        (await owner.LogInAsync(crm, user.Email)).ShouldLeadTo(People.SuccessUrl);
        using var attacker = new Browser(host);
        for (var i = 0; i < 5; i++)
        {
            (await attacker.LogInAsync(crm, user.Email, "guess")).ShouldShow("form-error", 422);
        }

        var refused = (await attacker.LogInAsync(crm, user.Email)).ShouldShow("form-error", 429);

        refused.Headers["Retry-After"].ShouldBe("900");
        (await owner.LogInAsync(crm, user.Email)).ShouldLeadTo(People.SuccessUrl);
        host.Time.Advance(TimeSpan.FromMinutes(15));
        (await attacker.LogInAsync(crm, user.Email)).ShouldLeadTo(People.SuccessUrl);
    }

    [Fact]
    public async Task A_user_who_is_not_on_the_platform_yet_is_taken_there_first() // FLOW-AUTH-6
    {
        var crm = await host.NewCrmAsync();
        var email = People.NewEmail();
        using var browser = new Browser(host);
        await browser.SignUpAsync(crm, email);

        (await browser.LogInAsync(crm, email)).ShouldLeadTo("/account/create?");
    }

    [Fact]
    public async Task The_same_address_is_another_user_at_another_broker() // BID-45
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var email = People.NewEmail();
        var first = await host.NewTraderAsync(crm, broker: 0, email);
        var second = await host.NewTraderAsync(crm, broker: 1, email);
        using var browser = new Browser(host);

        second.Id.ShouldNotBe(first.Id);
        (await browser.LogInAsync(crm, email, broker: 1)).ShouldLeadTo($"{People.SuccessUrl}?{crm.Names(1)}");
    }

    [Theory]
    [InlineData("/auth/login", 400, "BROKER_ID_MISSING")] // SCR-39, BID-24, BID-26, BID-27
    [InlineData("/auth/login?brokerName={broker}", 400, "BROKER_ID_MISSING")]
    [InlineData("/auth/login?brokerName=nobody&brokerCrmName={crm}", 401, "BROKER_ID_INVALID")]
    [InlineData("/auth/login?brokerName={broker}&brokerCrmName={other}", 403, "BROKER_ID_MISMATCH")]
    public async Task Broker_identification_is_checked_first_and_answered_as_page_or_json(string url, int status, string code)
    {
        var crm = await host.NewCrmAsync();
        var other = await host.NewCrmAsync();
        url = url.Replace("{broker}", crm.Configuration.Brokers[0].Name, StringComparison.Ordinal)
            .Replace("{crm}", crm.Configuration.Name, StringComparison.Ordinal)
            .Replace("{other}", other.Configuration.Name, StringComparison.Ordinal);
        using var person = new Browser(host);
        using var program = new Browser(host) { Accept = "application/json" };

        var page = (await person.GetAsync(url)).ShouldShow("screen-error", status);
        var json = await program.GetAsync(url);

        page.Element("error-code").TextContent.ShouldBe(code);
        page.Headers.ContainsKey("WWW-Authenticate").ShouldBeFalse(); // BID-31
        ((int)json.Status).ShouldBe(status);
        JsonDocument.Parse(json.Text).RootElement.GetProperty("code").GetString().ShouldBe(code);
        JsonDocument.Parse(json.Text).RootElement.GetProperty("message").GetString().ShouldBe(page.Element("error-message").TextContent);
    }

    [Fact]
    public async Task A_disabled_broker_has_no_screens()
    {
        var crm = await host.NewCrmAsync(change: settings => settings with { Enabled = false });
        using var browser = new Browser(host);

        (await browser.GetAsync(crm.LoginUrl())).ShouldShow("screen-error", 403).Element("error-code").TextContent.ShouldBe("CH_INSUFFICIENT_PERMISSIONS");
    }

    [Theory]
    [InlineData(People.SuccessUrl, 200)] // SCR-53
    [InlineData(People.SuccessUrl + "/", 400)]
    [InlineData("https://evil.example.test/", 400)]
    public async Task Only_configured_targets_are_accepted(string target, int status)
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host);

        ((int)(await browser.GetAsync(crm.LoginUrl($"&successUrl={Uri.EscapeDataString(target)}"))).Status).ShouldBe(status);
        ((int)(await browser.GetAsync(crm.LoginUrl($"&redirect={Uri.EscapeDataString(target)}"))).Status).ShouldBe(status);
    }

    [Theory]
    [InlineData("cross-site", null, false)]
    [InlineData("same-site", null, false)]
    [InlineData("", "https://evil.example.test", false)]
    [InlineData("", "null", true)] // an old browser: the key in form and cookie counts
    [InlineData("", null, true)]
    public async Task Forms_are_taken_from_our_own_pages_only(string site, string? origin, bool accepted)
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host) { FetchSite = site, Origin = origin };

        ((int)(await browser.LogInAsync(crm, user.Email)).Status).ShouldBe(accepted ? 303 : 403);
    }

    [Fact]
    public async Task A_form_without_its_key_is_refused_where_the_browser_does_not_say_where_it_came_from()
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host) { FetchSite = "", Origin = "null" };
        await browser.GetAsync(crm.LoginUrl());

        (await browser.PostAsync(crm.LoginUrl(), new() { ["email"] = "a@b.example", ["password"] = "x" })).ShouldShow("screen-error", 403);
    }

    [Fact]
    public async Task Bad_optional_values_break_nothing() // SCR-35
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host);

        var page = (await browser.GetAsync(crm.LoginUrl(
            "&lang=%F0%9F%98%80&source=%00&theme=<script>&firstLogin=1&partnerId=" + new string('x', 500) + "&eventName=a%20b&lang=de"))).ShouldShow("login");

        page.Document.DocumentElement.GetAttribute("data-theme").ShouldBe("light");
        page.Href("switch-form").ShouldBe($"/auth/login?{crm.Names()}&firstLogin=true");
    }

    [Fact]
    public async Task The_user_reads_his_own_language_and_the_broker_decides_what_there_is() // SCR-45..47
    {
        var crm = await host.NewCrmAsync(settings: new CrmSettings { Languages = ["de", "es"], DefaultLanguage = "de" });
        var email = People.NewEmail();
        using var browser = new Browser(host);

        (await browser.GetAsync(crm.LoginUrl("&lang=ar"))).Document.DocumentElement.GetAttribute("lang").ShouldBe("de");
        var signedUp = await browser.SignUpAsync(crm, email, more: "&lang=es");
        (await host.FindAsync(crm, email)).PreferredLanguage.ShouldBe("es");
        var withoutLang = signedUp.Location.Replace("&lang=es", "", StringComparison.Ordinal);
        (await browser.GetAsync(withoutLang)).Document.DocumentElement.GetAttribute("lang").ShouldBe("es");
    }

    [Fact]
    public async Task Pages_keep_to_themselves() // SCR-55, SCR-65, SCR-67, SCR-68, SCR-76
    {
        var crm = await host.NewCrmAsync(change: settings => settings with { WebUrl = new("https://web.example.test/info") });
        using var browser = new Browser(host);

        var page = await browser.GetAsync(crm.LoginUrl());

        var policy = page.Headers["Content-Security-Policy"];
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("form-action 'self' https://app.example.test https://web.example.test;");
        policy.ShouldContain("frame-ancestors 'self' https://app.example.test https://web.example.test;");
        page.Headers["Referrer-Policy"].ShouldBe("no-referrer");
        page.Headers["Cache-Control"].ShouldBe("no-store");
        page.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        page.Headers.ContainsKey("X-Frame-Options").ShouldBeFalse();
        page.Document.QuerySelectorAll("[style], style, script:not([src]), [onclick], [target]").ShouldBeEmpty();
        foreach (var address in page.Document.QuerySelectorAll("[src], link[href]").Select(e => e.GetAttribute("src") ?? e.GetAttribute("href")!))
        {
            (address.StartsWith('/') || address == "data:,").ShouldBeTrue(address);
        }
    }

    [Fact]
    public async Task The_first_screen_is_small_and_its_parts_stay_in_the_cache() // SCR-67
    {
        var crm = await host.NewCrmAsync();
        using var client = new HttpClient(TestCertificate.Handler()) { BaseAddress = host.Url };
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br, gzip");
        using var browser = new Browser(host);
        var page = await browser.GetAsync(crm.LoginUrl());
        var size = page.Text.Length;
        foreach (var url in page.Document.QuerySelectorAll("link[rel=stylesheet], script").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")))
        {
            using var response = await client.GetAsync(url);
            response.IsSuccessStatusCode.ShouldBeTrue(url);
            response.Headers.CacheControl!.ToString().ShouldContain("immutable");
            size += (await response.Content.ReadAsByteArrayAsync()).Length;
        }

        size.ShouldBeLessThan(40_000);
    }

    [Fact]
    public async Task Who_runs_it_is_said_and_nobody_else_is_named() // SCR-62..64, SCR-73
    {
        var crm = await host.NewCrmAsync(change: settings => settings with { DisplayName = "Northwind", LegalEntity = "Northwind Ltd", Jurisdiction = "Cyprus" });
        using var browser = new Browser(host);

        var page = await browser.GetAsync(crm.LoginUrl());

        page.Element("legal").TextContent.Trim().Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal) // isolates keep names in one piece
            .ShouldBe("Northwind is a service of Northwind Ltd, Cyprus.");
        page.Text.ShouldNotContain("cTrader", Case.Insensitive);
    }

    [Fact]
    public async Task Errors_are_told_to_screen_readers_too()
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host);

        var page = await browser.LogInAsync(crm, "", "");

        page.Status.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);
        page.Element("form-error").GetAttribute("role").ShouldBe("alert");
        var email = page.Element("email");
        email.GetAttribute("aria-invalid").ShouldBe("true");
        page.Document.GetElementById(email.GetAttribute("aria-describedby")!)!.TextContent.ShouldNotBeEmpty();
        page.Document.QuerySelector("label[for=email]").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_page_grows_with_the_screen() // SCR-60
    {
        var crm = await host.NewCrmAsync();
        using var browser = new Browser(host);

        (await browser.GetAsync(crm.LoginUrl())).Document.QuerySelector("meta[name=viewport]")!.GetAttribute("content")!.ShouldContain("width=device-width");
    }
}
