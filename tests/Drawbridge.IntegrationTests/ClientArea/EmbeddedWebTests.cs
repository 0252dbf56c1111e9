using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.ClientArea;

/// <summary>The page of the client area with the trading platform in it.</summary>
public sealed class EmbeddedWebTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private static readonly Uri Web = new("https://web.example.test/info");

    [Fact] // SCR-13, SCR-82, FLOW-EMBED-1
    public async Task It_frames_the_platform_alone_and_has_no_token_before_its_form_is_sent()
    {
        var crm = await host.NewCrmAsync(change: static settings => settings with { WebUrl = Web, Modules = new() { EmbeddedWeb = true } });
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        (await browser.GetAsync($"/client/trade?{crm.Names()}")).ShouldLeadTo("/client/login?").LocationParameter("page").ShouldBe("/client/trade");
        await browser.LogInToClientAreaAsync(crm, user.Email);

        var page = (await browser.GetAsync($"/client/trade?{crm.Names()}&lang=de&theme=dark")).ShouldShow("trade");
        var sent = await browser.SubmitAsync(page, "trade-start");

        page.Text.ShouldNotContain("dbot_");
        page.Headers["Content-Security-Policy"].ShouldEndWith("; frame-src 'self' https://web.example.test");
        page.Element("trade-start").Closest("form")!.GetAttribute("target").ShouldBe(page.Element("trade-frame").GetAttribute("name"));
        sent.ShouldLeadTo($"{Web.OriginalString}?");
        (sent.LocationParameter("source"), sent.LocationParameter("lang"), sent.LocationParameter("theme")).ShouldBe(("web", "de", "dark"));
        (await crm.ExchangeAsync(sent.LocationParameter("token")!)).Json["userId"]!.GetValue<long>().ShouldBe(user.CtraderUserId!.Value);
        (await browser.GetAsync($"/client?{crm.Names()}")).ShouldShow("client-home").Headers["Content-Security-Policy"].ShouldNotContain("frame-src");
    }

    [Theory] // MOD-14, MOD-20
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task It_is_there_only_where_the_broker_has_it(bool hasWeb, bool embeds)
    {
        var crm = await host.NewCrmAsync(change: settings => settings with { WebUrl = hasWeb ? Web : null, Modules = new() { EmbeddedWeb = embeds } });
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        var home = await browser.FollowAsync(await browser.LogInToClientAreaAsync(crm, user.Email));

        home.Find("trade-here").ShouldBeNull();
        (await browser.GetAsync($"/client/trade?{crm.Names()}")).ShouldShow("screen-error", 404);
    }

    [Fact] // SCR-28
    public async Task It_opens_with_no_account_of_somebody_else()
    {
        var crm = await host.NewCrmAsync(change: static settings => settings with { WebUrl = Web, Modules = new() { EmbeddedWeb = true } });
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        await browser.LogInToClientAreaAsync(crm, user.Email);

        (await browser.GetAsync($"/client/trade?{crm.Names()}&acc=1")).ShouldShow("screen-error", 403);
    }
}
