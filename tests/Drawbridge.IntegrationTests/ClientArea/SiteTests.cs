using Drawbridge.Broker.EmbeddedWeb.Sites;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.ClientArea;

/// <summary>What the broker's other sites show of trading.</summary>
public sealed class SiteTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private const string Shop = "https://shop.example.test";
    private static readonly Uri Web = new("https://web.example.test/info");

    private Task<TestCrm> NewCrmAsync() => host.NewCrmAsync(change: static settings => settings with { WebUrl = Web, WebOrigins = [Shop], Modules = new() { EmbeddedWeb = true } });

    private static Dictionary<string, string> Form(params (string Name, string Value)[] fields) => fields.ToDictionary(static field => field.Name, static field => field.Value);

    [Fact] // SCR-76: whoever shows a page of ours is named, and so is what the page shows
    public async Task Only_the_brokers_sites_and_applications_may_frame_its_pages()
    {
        var crm = await NewCrmAsync();
        var other = await host.NewCrmAsync();
        using var browser = new Browser(host);

        foreach (var path in new[] { "/embed/frame", "/client/login", "/auth/login" })
        {
            AncestorsOf(await browser.GetAsync($"{path}?{crm.Names()}")).ShouldContain(Shop);
            AncestorsOf(await browser.GetAsync($"{path}?{other.Names()}")).ShouldNotContain(Shop);
        }

        (await browser.GetAsync($"/embed/frame?{crm.Names()}")).Headers["Content-Security-Policy"].ShouldEndWith("; frame-src 'self' https://web.example.test");

        static string[] AncestorsOf(Page page) => page.Headers["Content-Security-Policy"].Split(';', StringSplitOptions.TrimEntries)
            .Single(static part => part.StartsWith("frame-ancestors ", StringComparison.Ordinal)).Split(' ');
    }

    [Theory] // a page speaks to the site that the broker named, and to no other
    [InlineData(Shop, Shop)]
    [InlineData("https://shop.example.test.evil.test", null)]
    [InlineData("http://shop.example.test", null)]
    [InlineData("*", null)]
    public async Task A_page_speaks_to_a_site_of_the_broker_alone(string embedder, string? spokenTo)
    {
        var crm = await NewCrmAsync();
        using var browser = new Browser(host);

        var page = (await browser.GetAsync($"/embed/frame?{crm.Names()}&embedder={Uri.EscapeDataString(embedder)}")).ShouldShow("embed-frame");
        page.Element("embed-frame").GetAttribute("data-embedder").ShouldBe(spokenTo);
        (await browser.GetAsync($"/embed/frame?{crm.Names()}&tokens=site&embedder={Uri.EscapeDataString(embedder)}"))
            .ShouldShow(spokenTo is null ? "embed-refusal" : "embed-frame", spokenTo is null ? 403 : 200);
    }

    [Fact] // SCR-82..84, FLOW-EMBED-1, FLOW-EMBED-3
    public async Task A_link_leads_by_the_login_to_the_place_it_names()
    {
        var crm = await NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);

        var login = await browser.FollowAsync(await browser.GetAsync($"/embed/open?{crm.Names()}&lang=de&theme=dark&deeplink=/symbols/EURUSD/chart"));
        var open = await browser.SubmitAsync(login, "submit", ("email", user.Email), ("password", People.Password));
        var gone = await browser.FollowAsync(open);

        gone.ShouldLeadTo("https://web.example.test/symbols/EURUSD/chart?");
        (gone.LocationParameter("source"), gone.LocationParameter("lang"), gone.LocationParameter("theme")).ShouldBe(("web", "de", "dark"));
        (await crm.ExchangeAsync(gone.LocationParameter("token")!)).Json["userId"]!.GetValue<long>().ShouldBe(user.CtraderUserId!.Value);
    }

    [Fact] // SCR-28
    public async Task Nobody_opens_an_account_of_somebody_else()
    {
        var crm = await NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        await browser.LogInToClientAreaAsync(crm, user.Email);

        (await browser.GetAsync($"/embed/open?{crm.Names()}&acc=1")).ShouldShow("embed-refusal", 403);
        (await browser.GetAsync($"/embed/connect?{crm.Names()}&acc=1")).ShouldShow("embed-refusal", 403);
        (await browser.PostAsync($"/embed/launch?{crm.Names()}&acc=1", Form())).Text.ShouldBe("""{"error":"account"}""");
    }

    [Fact] // SCR-82: a browser that looks ahead has not clicked
    public async Task Looking_ahead_makes_no_token()
    {
        var crm = await NewCrmAsync();
        using var browser = new Browser(host) { Purpose = "prefetch;prerender" };

        (await browser.GetAsync($"/embed/open?{crm.Names()}")).Status.ShouldBe(System.Net.HttpStatusCode.ServiceUnavailable);
    }

    [Fact] // FLOW-EMBED-8, MOD-20
    public async Task Without_a_web_application_everything_says_so()
    {
        var crm = await host.NewCrmAsync(change: static settings => settings with { WebOrigins = [Shop] });
        using var browser = new Browser(host);

        foreach (var path in new[] { "/embed/open", "/embed/frame", "/embed/connect" })
        {
            (await browser.GetAsync($"{path}?{crm.Names()}&embedder={Shop}")).ShouldShow("embed-refusal", 404).Element("embed-refusal").GetAttribute("data-code").ShouldBe("not-offered");
        }

        (await browser.PostAsync($"/embed/launch?{crm.Names()}", Form())).Text.ShouldBe("""{"error":"not-offered"}""");
    }

    [Fact] // MOD-14, MOD-20
    public async Task Where_the_module_is_off_a_link_is_what_remains()
    {
        var crm = await host.NewCrmAsync(change: static settings => settings with { WebUrl = Web, WebOrigins = [Shop] });
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        await browser.LogInToClientAreaAsync(crm, user.Email);

        (await browser.GetAsync($"/embed/frame?{crm.Names()}")).ShouldShow("embed-refusal", 404);
        (await browser.GetAsync($"/embed/open?{crm.Names()}")).ShouldLeadTo("https://web.example.test/info?");
    }

    [Fact] // P2B-OT-2, P2B-OT-3, P2B-OT-9, BID-28
    public async Task A_token_that_a_site_brings_is_sent_on_only_while_it_is_good()
    {
        var crm = await NewCrmAsync();
        var other = await NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);

        var first = await NewTokenAsync();
        var opened = await browser.PostAsync($"/embed/launch?{crm.Names()}&acc=12&lang=de", Form(("token", first)));
        opened.Json["url"]!.GetValue<string>().ShouldStartWith($"https://web.example.test/info?source=web&token={first}&lang=de&acc=12");
        var handle = opened.Json["handle"]!.GetValue<string>();
        handle.ShouldNotContain(first);
        (await StateAsync(handle)).ShouldBe("waiting");
        (await crm.ExchangeAsync(first)).Json["userId"]!.GetValue<long>().ShouldBe(user.CtraderUserId!.Value);
        (await StateAsync(handle)).ShouldBe("used");
        (await StateAsync(handle + "x")).ShouldBe("unknown");

        var second = await NewTokenAsync();
        (await LaunchAsync(other, second)).ShouldBe("token");
        handle = (await browser.PostAsync($"/embed/launch?{crm.Names()}", Form(("token", second)))).Json["handle"]!.GetValue<string>();
        host.Time.Advance(TimeSpan.FromSeconds(58));
        (await LaunchAsync(crm, second)).ShouldBe("token"); // it would end on its way
        (await StateAsync(handle)).ShouldBe("waiting");
        host.Time.Advance(TimeSpan.FromSeconds(2));
        (await StateAsync(handle)).ShouldBe("expired");
        foreach (var token in new[] { first, second, "nonsense", $"dbot_{new string('a', 43)}" })
        {
            (await LaunchAsync(crm, token)).ShouldBe("token");
        }

        async Task<string> NewTokenAsync() => (await host.Services.GetRequiredService<OneTimeTokenService>().IssueAsync(
            crm.Broker(), user.CtraderUserId!.Value, OneTimeTokenPurpose.Management, keepLoggedIn: false, CancellationToken.None))!.Token.Reveal();

        async Task<string?> LaunchAsync(TestCrm where, string token) =>
            (await browser.PostAsync($"/embed/launch?{where.Names()}", Form(("token", token)))).Json["error"]?.GetValue<string>();

        async Task<string> StateAsync(string of) => (await browser.PostAsync($"/embed/state?{crm.Names()}", Form(("handle", of)))).Json["state"]!.GetValue<string>();
    }

    [Fact]
    public async Task Forms_of_other_sites_are_refused()
    {
        var crm = await NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        await browser.LogInToClientAreaAsync(crm, user.Email);
        browser.FetchSite = "cross-site";

        foreach (var path in new[] { "/embed/launch", "/embed/state" })
        {
            (await browser.PostAsync($"{path}?{crm.Names()}", Form())).ShouldShow("screen-error", 403);
        }
    }

    [Fact] // FLOW-LOGOUT-1: asking does not keep a session alive
    public async Task A_frame_learns_that_its_session_was_ended()
    {
        var crm = await NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        using var elsewhere = new Browser(host);
        await browser.LogInToClientAreaAsync(crm, user.Email);
        (await StateAsync()).ShouldBe("alive");

        await elsewhere.LogInToClientAreaAsync(crm, user.Email);
        await elsewhere.SubmitAsync(await elsewhere.GetAsync($"/client?{crm.Names()}"), "logout");

        (await StateAsync()).ShouldBe("ended");
        (await browser.PostAsync($"/embed/launch?{crm.Names()}", Form())).Json["error"]!.GetValue<string>().ShouldBe("login");

        async Task<string> StateAsync() => (await browser.PostAsync($"/embed/state?{crm.Names()}", Form())).Json["state"]!.GetValue<string>();
    }

    [Fact] // SCR-67
    public async Task The_script_is_cached_and_can_be_pinned()
    {
        using var browser = new Browser(host);

        var newest = await browser.GetAsync(SiteScript.Path);
        var pinned = await browser.GetAsync(SiteScript.Current.PinnedPath);

        newest.Headers["Cache-Control"].ShouldBe("public, max-age=3600");
        pinned.Headers["Cache-Control"].ShouldBe("public, max-age=31536000, immutable");
        foreach (var script in new[] { newest, pinned })
        {
            script.Headers["Content-Type"].ShouldBe("text/javascript; charset=utf-8");
            (script.Headers["Access-Control-Allow-Origin"], script.Headers["Cross-Origin-Resource-Policy"]).ShouldBe(("*", "cross-origin"));
        }

        (await browser.GetAsync("/embed/v1.0123456789abcdef.js")).Location.ShouldBe(SiteScript.Path);
    }
}
