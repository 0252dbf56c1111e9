using System.Net;
using System.Web;
using Drawbridge.Broker.Partners.Links.Clicks;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Partners;

/// <summary>Campaign links from the click to the ledger, on SQLite.</summary>
public sealed class SqlitePartnerLinkTests(ScreensHost host) : PartnerLinkTests(host), IClassFixture<ScreensHost>;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresPartnerLinkTests(PostgresScreensHost host) : PartnerLinkTests(host), IClassFixture<PostgresScreensHost>;

public abstract class PartnerLinkTests(ScreensHost host)
{
    [Fact] // INV-8, INV-43, FLOW-ATTR1-7, FLOW-ATTR1-8, SCR-36
    public async Task A_click_is_carried_through_every_screen_to_the_ledger()
    {
        var world = await PartnerScreens.OpenAsync(host, static settings => settings with { Links = new() { RememberClicks = false } });
        var ann = await world.NewPartnerAsync();
        var link = await world.NewLinkAsync(ann.Id, new { name = "May", utmSource = "paper", utmCampaign = "may" });
        using var browser = world.NewBrowser();

        var landed = await browser.GetAsync(link.Path + "?lang=de&successUrl=https://evil.example&next=//evil.example");
        landed.Status.ShouldBe(HttpStatusCode.SeeOther);
        landed.Headers["Cache-Control"].ShouldBe("no-store");
        landed.Headers["Referrer-Policy"].ShouldBe("no-referrer");
        landed.Location.ShouldStartWith("/auth/login?");
        var query = HttpUtility.ParseQueryString(landed.Location.Split('?')[1]);
        (query["partnerId"], query["utm_source"], query["utm_campaign"], query["firstLogin"], query["lang"], query["successUrl"]).ShouldBe((ann.Identifier, "paper", "may", "true", "de", null));
        ClickReference.IsWellFormed(query["click"]).ShouldBeTrue();
        browser.Cookies.Keys.ShouldNotContain(static name => name.StartsWith("__Host-click"));

        // Sign-up to login and back, as people do.
        var signup = await browser.FollowAsync(landed);
        var login = await browser.GetAsync(signup.Element("switch-form").GetAttribute("href")!);
        login.Url.AbsoluteUri.ShouldContain($"click={query["click"]}");
        var again = await browser.GetAsync(login.Element("switch-form").GetAttribute("href")!);
        var email = await PartnerScreens.SignUpAsync(browser, again);

        var why = await world.ExplainAsync(email);
        why.Partner.ShouldBe("Ann");
        why.Steps[0].ShouldStartWith($"The trader opened a link of Ann ({ann.Identifier}): the trader is the partner's from here on");
        why.Steps.Count.ShouldBe(2); // the link says all that the identifier does
        (await world.CountAsync(ann.Id, link.Id)).ShouldBe((1, 1));
        var user = await host.FindAsync(world.Crm, email);
        (user.PartnerId, user.PartnerClicks).ShouldBe((ann.Identifier, null));
    }

    [Theory] // FLOW-ATTR1-7, FLOW-ATTR1-8, SCR-31
    [InlineData("utm_source=paper&utm_campaign=may", 1)]
    [InlineData("utm_source=paper&utm_campaign=june", 0)]
    [InlineData("utm_source=paper", 0)]
    [InlineData("", 0)]
    public async Task An_application_hands_on_no_click_and_the_campaign_is_found_by_its_parameters(string utm, int signUps)
    {
        var world = await PartnerScreens.OpenAsync(host);
        var ann = await world.NewPartnerAsync();
        var link = await world.NewLinkAsync(ann.Id, new { name = "May", utmSource = "paper", utmCampaign = "may" });
        await world.NewLinkAsync(ann.Id, new { name = "Plain" });
        using var browser = world.NewBrowser();

        var signup = await browser.GetAsync($"{world.Crm.LoginUrl()}&firstLogin=true&partnerId={ann.Identifier}&{utm}");
        var email = await PartnerScreens.SignUpAsync(browser, signup);

        (await world.ExplainAsync(email)).Partner.ShouldBe("Ann");
        (await world.CountAsync(ann.Id, link.Id)).ShouldBe((0, signUps));
    }

    [Fact] // FLOW-MIGRATE-5, FLOW-ATTR1-10
    public async Task A_user_whom_the_crm_describes_comes_by_a_code()
    {
        var world = await PartnerScreens.OpenAsync(host, static settings => settings with { Links = new() { Codes = true } });
        var ann = await world.NewPartnerAsync();
        var code = await world.AskAsync(HttpMethod.Post, $"partners/{ann.Id}/codes", new { code = "SPRING26" });
        code.Status.ShouldBe(HttpStatusCode.Created, code.Body);
        var email = People.NewEmail();

        (await AskAsync("no")).ShouldBeRefused(400, "INVALID_REQUEST");
        var unknown = await AskAsync("WINTER26");
        unknown.ShouldBeRefused(400, "INVALID_REQUEST");
        unknown.Text("message").ShouldContain("user.partnerCode");
        (await AskAsync("spring-26")).Status.ShouldNotBe(HttpStatusCode.BadRequest);
        (await world.ExplainAsync(email)).Partner.ShouldBe("Ann");

        ((int)(await world.AskAsync(HttpMethod.Post, $"partners/{ann.Id}/codes/{code.Json["id"]}/archive", new { reason = "old" })).Status).ShouldBeLessThan(300);
        (await AskAsync("spring-26")).Status.ShouldNotBe(HttpStatusCode.BadRequest, "who is here already logs in as before");

        Task<Answer> AskAsync(string partnerCode) =>
            world.AskAsync(HttpMethod.Post, "onetime-tokens", new { brokerName = world.Broker.Name.Value, user = new { id = "u-1", email, emailVerified = true, partnerCode } });
    }

    [Fact]
    public async Task A_visitor_counts_once_a_day_and_programs_and_guesses_never()
    {
        var world = await PartnerScreens.OpenAsync(host);
        var ann = await world.NewPartnerAsync();
        var link = await world.NewLinkAsync(ann.Id);
        using var head = new HttpRequestMessage(HttpMethod.Head, link.Path);
        head.Headers.TryAddWithoutValidation("User-Agent", PartnerScreens.Person);
        (await host.Http.SendAsync(head)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        foreach (var program in new[] { "Mozilla/5.0 (compatible; Googlebot/2.1)", "WhatsApp/2.23", "facebookexternalhit/1.1", "curl/8.5.0" })
        {
            using var bot = world.NewBrowser(program);
            var led = await bot.GetAsync(link.Path);
            (led.Status, led.Location.Contains("click=", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.SeeOther, false), program);
        }

        using (var ahead = world.NewBrowser(purpose: "prefetch;prerender"))
        {
            (await ahead.GetAsync(link.Path)).Status.ShouldBe(HttpStatusCode.NoContent);
        }

        (await world.CountAsync(ann.Id, link.Id)).Clicks.ShouldBe(0);
        using var browser = world.NewBrowser();
        var first = await browser.GetAsync(link.Path);
        (await browser.GetAsync(link.Path)).Location.ShouldBe(first.Location); // the same visit
        (await world.CountAsync(ann.Id, link.Id)).Clicks.ShouldBe(1);
        using var phone = world.NewBrowser("Mozilla/5.0 (Linux; Android 16; CUBOT X90) AppleWebKit/537.36");
        await phone.GetAsync(link.Path);
        (await world.CountAsync(ann.Id, link.Id)).Clicks.ShouldBe(2);

        host.Time.Advance(TimeSpan.FromDays(1));
        await browser.GetAsync(link.Path);
        (await world.CountAsync(ann.Id, link.Id)).Clicks.ShouldBe(3);
        (await host.Database.ReadAsync(
            session => session.ListAsync<byte[]>("select distinct visitor from partner_clicks where link_id = @Id", new { link.Id }), CancellationToken.None)).Count.ShouldBe(3); // nobody is known again
    }

    [Fact]
    public async Task Many_at_once_are_one_click()
    {
        var world = await PartnerScreens.OpenAsync(host);
        var ann = await world.NewPartnerAsync();
        var link = await world.NewLinkAsync(ann.Id);
        using var browser = world.NewBrowser();

        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var one = world.NewBrowser();
            return (await one.GetAsync(link.Path)).Location;
        }));

        pages.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        (await world.CountAsync(ann.Id, link.Id)).Clicks.ShouldBe(1);
    }

    [Theory]
    [InlineData("image", HttpStatusCode.NoContent)]
    [InlineData("script", HttpStatusCode.NoContent)]
    [InlineData("iframe", HttpStatusCode.SeeOther)]
    public async Task What_no_person_opened_as_a_page_does_not_count_and_the_ledger_says_so(string use, HttpStatusCode status)
    {
        var world = await PartnerScreens.OpenAsync(host);
        var (ann, bob) = (await world.NewPartnerAsync(), await world.NewPartnerAsync("Bob"));
        var stuffed = await world.NewLinkAsync(ann.Id);
        var opened = await world.NewLinkAsync(bob.Id);
        using var browser = world.NewBrowser();

        var clicked = await browser.GetAsync(opened.Path);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        browser.FetchDest = use;
        var loaded = await browser.GetAsync(stuffed.Path);
        loaded.Status.ShouldBe(status);
        loaded.Headers.GetValueOrDefault("Location", "").ShouldNotContain(ann.Identifier);
        browser.FetchDest = "document";
        var email = await PartnerScreens.SignUpAsync(browser, await browser.FollowAsync(clicked));

        var why = await world.ExplainAsync(email);
        why.Partner.ShouldBe("Bob");
        why.Steps.ShouldContain($"The trader opened a link of Ann ({ann.Identifier}): does not count: no person opened the link as a page.");
        (await world.CountAsync(ann.Id, stuffed.Id)).ShouldBe((0, 0));
        (await world.CountAsync(bob.Id, opened.Id)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Nobody_brings_himself_by_opening_his_own_link()
    {
        var world = await PartnerScreens.OpenAsync(host);
        var ann = await world.NewPartnerAsync();
        var link = await world.NewLinkAsync(ann.Id);
        using var browser = world.NewBrowser();
        await browser.LogInToClientAreaAsync(world.Crm, ann.User.Email);

        var landed = await browser.GetAsync(link.Path);
        await browser.GetAsync("/client"); // still logged in, so the sign-up is another one's
        browser.DropCookie("__Host-session");
        var email = await PartnerScreens.SignUpAsync(browser, await browser.FollowAsync(landed));

        (await world.CountAsync(ann.Id, link.Id)).Clicks.ShouldBe(0);
        var why = await world.ExplainAsync(email);
        why.Steps[0].ShouldBe($"The trader opened a link of Ann ({ann.Identifier}): does not count: partner and trader are the same person.");
        why.Partner.ShouldBeNull();
    }

    [Fact] // INV-42's counterpart before the sign-up: the window
    public async Task The_browser_remembers_for_as_long_as_the_broker_says()
    {
        var world = await PartnerScreens.OpenAsync(host);
        var (ann, bob) = (await world.NewPartnerAsync(), await world.NewPartnerAsync("Bob"));
        var (first, last) = (await world.NewLinkAsync(ann.Id), await world.NewLinkAsync(bob.Id));
        using var browser = world.NewBrowser();
        await browser.GetAsync(first.Path);
        host.Time.Advance(TimeSpan.FromDays(3));
        await browser.GetAsync(last.Path);
        host.Time.Advance(TimeSpan.FromDays(3));

        var email = await PartnerScreens.SignUpAsync(browser, await browser.GetAsync(world.Crm.LoginUrl("&firstLogin=true")));

        var why = await world.ExplainAsync(email);
        why.Partner.ShouldBe("Bob");
        why.Steps[0].ShouldEndWith("a later one counts.");
        var cookie = browser.Cookies.Single(static cookie => cookie.Key.StartsWith("__Host-click", StringComparison.Ordinal)).Value;
        cookie.Split('.').Length.ShouldBe(2);
        cookie.ShouldAllBe(static c => c == '.' || char.IsAsciiLetterOrDigit(c));
    }

    [Fact] // FLOW-ATTR1-10
    public async Task A_code_goes_before_a_link_and_a_wrong_one_is_said()
    {
        var world = await PartnerScreens.OpenAsync(host, static settings => settings with { Links = new() { Codes = true } });
        var (ann, bob) = (await world.NewPartnerAsync(), await world.NewPartnerAsync("Bob"));
        var link = await world.NewLinkAsync(ann.Id);
        var radio = await world.NewLinkAsync(bob.Id, new { name = "Radio" });
        var made = await world.AskAsync(HttpMethod.Post, $"partners/{bob.Id}/codes", new { code = "radio-10", linkId = radio.Id });
        (made.Status, made.Text("code")).ShouldBe((HttpStatusCode.Created, "RADIO10"));
        using var browser = world.NewBrowser();
        var form = await browser.FollowAsync(await browser.GetAsync(link.Path));

        var wrong = await browser.SubmitAsync(form, "submit", ("firstName", "Zoë"), ("lastName", "Quinn"), ("email", People.NewEmail()), ("password", People.Password), ("code", "NOBODY"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Element("partner-code-error").TextContent.ShouldBe("We don't know this code. Check it, or leave the field empty.");
        var email = await PartnerScreens.SignUpAsync(browser, wrong, " radio 10 ");

        var why = await world.ExplainAsync(email);
        why.Partner.ShouldBe("Bob");
        why.Steps.ShouldContain($"The trader opened a link of Ann ({ann.Identifier}): another partner's code goes before it.");
        why.Steps.ShouldContain(static step => step.StartsWith("The trader typed the code of Bob"));
        (await world.CountAsync(bob.Id, radio.Id)).SignUps.ShouldBe(1);
        (await world.AskAsync(HttpMethod.Post, $"partners/{ann.Id}/codes", new { code = "Radio10" })).ShouldBeRefused(409, "INVALID_REQUEST");
        (await world.AskAsync(HttpMethod.Post, $"partners/{bob.Id}/codes/{made.Json["id"]}/archive")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await browser.SubmitAsync(form, "submit", ("firstName", "A"), ("lastName", "B"), ("email", People.NewEmail()), ("password", People.Password), ("code", "radio10"))).Status
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task What_is_wrong_with_the_partner_stops_nobody()
    {
        var world = await PartnerScreens.OpenAsync(host);
        var ann = await world.NewPartnerAsync();
        var (archived, other) = (await world.NewLinkAsync(ann.Id), await world.NewLinkAsync(ann.Id));
        using var browser = world.NewBrowser();
        (await world.AskAsync(HttpMethod.Post, $"partners/{ann.Id}/links/{archived.Id}/archive")).Json["archivedAt"].ShouldNotBeNull();

        await LeadsOnAsync(archived.Path);
        (await world.AskAsync(HttpMethod.Post, $"partners/{ann.Id}/suspend", new { reason = "complaints" })).Status.ShouldBe(HttpStatusCode.OK);
        await LeadsOnAsync(other.Path);
        await world.ChangeAsync(static settings => settings with { Modules = settings.Modules with { Invite = false } });
        await LeadsOnAsync(other.Path);
        (await browser.GetAsync("/r/nobody23")).Status.ShouldBe(HttpStatusCode.NotFound);
        await world.ChangeAsync(static settings => settings with { Hosts = ["only.example.test"] });
        (await browser.GetAsync(other.Path)).Status.ShouldBe(HttpStatusCode.NotFound); // a link opens at its broker's host only

        async Task LeadsOnAsync(string path)
        {
            var page = await browser.GetAsync(path);
            page.Status.ShouldBe(HttpStatusCode.SeeOther);
            page.Location.ShouldStartWith("/auth/login?");
            page.Location.ShouldNotContain("partnerId");
        }
    }

    [Fact]
    public async Task Who_opens_very_many_is_led_on_and_not_counted()
    {
        var world = await PartnerScreens.OpenAsync(host);
        var ann = await world.NewPartnerAsync();
        var link = await world.NewLinkAsync(ann.Id);
        var limit = host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Broker.Throttling.ThrottleOptions>>().Value.LinksPerAddress;
        var rules = host.Services.GetRequiredService<Broker.Throttling.Throttle>().LinkRules(world.Broker, IPAddress.Loopback);
        var store = host.Services.GetRequiredService<Broker.Throttling.Throttle>();
        for (var i = 0; i < limit; i++)
        {
            await store.CountAsync(rules, CancellationToken.None);
        }

        using var browser = world.NewBrowser();
        var page = await browser.GetAsync(link.Path);

        page.Location.ShouldContain($"partnerId={ann.Identifier}");
        page.Location.ShouldNotContain("click=");
        (await world.CountAsync(ann.Id, link.Id)).Clicks.ShouldBe(0);
    }

    [Fact] // INV-40, INV-41, SCR-84
    public async Task Links_lead_to_the_client_area_and_into_the_application()
    {
        var world = await PartnerScreens.OpenAsync(host, static settings => settings with { Links = new() { AppUrl = new("https://app.example.test/") } }, new("https://ct.example.test/?look=1"));
        var ann = await world.NewPartnerAsync();
        using var browser = world.NewBrowser();
        var names = $"brokerName={world.Broker.Name.Value}&brokerCrmName={world.Broker.Crm.Name.Value}";

        (await OpenAsync(new { name = "a", target = "app", username = "ann.fx", deepLink = "/symbols/EURUSD/chart", utmSource = "mail" }))
            .ShouldBe($"https://app.example.test/symbols/EURUSD/chart?{names}&u=ann.fx&partnerId={ann.Identifier}&utm_source=mail");
        (await OpenAsync(new { name = "b", target = "web" })).ShouldBe($"https://ct.example.test/?look=1&{names}&partnerId={ann.Identifier}");
        var client = await OpenAsync(new { name = "c", target = "client" });
        client.ShouldStartWith($"/client?{names}&partnerId={ann.Identifier}&click=");
        (await browser.GetAsync(client)).Location.ShouldContain($"&partnerId={ann.Identifier}&click=");

        async Task<string> OpenAsync(object link) => (await browser.GetAsync((await world.NewLinkAsync(ann.Id, link)).Path)).Location;
    }

    [Fact]
    public async Task Clicks_are_forgotten_and_what_came_of_them_stays()
    {
        var world = await PartnerScreens.OpenAsync(host, static settings => settings with { Links = new() { KeepClicks = TimeSpan.FromDays(30) } });
        var ann = await world.NewPartnerAsync();
        var link = await world.NewLinkAsync(ann.Id);
        using var browser = world.NewBrowser();
        var email = await PartnerScreens.SignUpAsync(browser, await browser.FollowAsync(await browser.GetAsync(link.Path)));
        (await world.ExplainAsync(email)).Partner.ShouldBe("Ann");
        var cleanup = host.Services.GetRequiredService<ClickCleanup>();

        host.Time.Advance(TimeSpan.FromDays(29));
        await cleanup.RunOnceAsync(CancellationToken.None);
        (await world.CountAsync(ann.Id, link.Id)).ShouldBe((1, 1));
        host.Time.Advance(TimeSpan.FromDays(2));
        await cleanup.RunOnceAsync(CancellationToken.None);

        (await world.CountAsync(ann.Id, link.Id)).ShouldBe((0, 1));
        (await world.ExplainAsync(email)).Partner.ShouldBe("Ann");
        (await host.Database.ReadAsync(session => session.GetAsync<long>("select count(*) from partner_click_salts"), CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_a_link_or_a_code_is_refused_with_what_to_do()
    {
        var world = await PartnerScreens.OpenAsync(host);
        var ann = await world.NewPartnerAsync();

        (await LinkAsync(new { })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        foreach (var wrong in new object[]
        {
            new { name = new string('x', 81) }, new { name = "a", target = "elsewhere" }, new { name = "a", target = "app" }, new { name = "a", deepLink = "/symbols" },
            new { name = "a", utmSource = "ann@example.com" }, new { name = "a\u0000" }, new { name = "a", username = "ann" },
        })
        {
            (await LinkAsync(wrong)).ShouldBeRefused(400, "INVALID_REQUEST");
        }

        foreach (var wrong in new object[] { new { code = "abc" }, new { code = "größe" }, new { code = new string('x', 21) } })
        {
            (await world.AskAsync(HttpMethod.Post, $"partners/{ann.Id}/codes", wrong)).ShouldBeRefused(400, "INVALID_REQUEST");
        }

        (await world.AskAsync(HttpMethod.Post, $"partners/{ann.Id}/codes", new { linkId = 999_999_999 })).ShouldBeRefused(404, "NOT_FOUND");
        (await world.AskAsync(HttpMethod.Post, $"partners/{ann.Id}/codes", new { })).Text("code").Length.ShouldBe(6);
        var link = await world.NewLinkAsync(ann.Id);
        var picture = await world.AskAsync(HttpMethod.Get, $"partners/{ann.Id}/links/{link.Id}/qr.svg");
        (picture.Message.Content.Headers.ContentType!.MediaType, picture.Body[..4]).ShouldBe(("image/svg+xml", "<svg"));

        Task<Answer> LinkAsync(object body) => world.AskAsync(HttpMethod.Post, $"partners/{ann.Id}/links", body);
    }
}
