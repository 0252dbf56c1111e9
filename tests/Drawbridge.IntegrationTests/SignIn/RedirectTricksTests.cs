using System.Net;
using Drawbridge.Broker.Screens;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.SignIn;

/// <summary>Ways to send a user of ours to somebody else, or to show our pages inside theirs.</summary>
public sealed class RedirectTricksTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    private const ulong Seed = 20_261_121;

    private static readonly string[] Parameters =
        ["page", "redirect", "successUrl", "returnUrl", "next", "target", "url", "closeUrl", "lang", "theme", "source", "eventName", "partnerId", "kycType", "actionType", "utm_source", "product", "brokerName"];

    private static readonly string[] Tricks =
    [
        "https://evil.example.net", "//evil.example.net", @"\\evil.example.net", @"/\evil.example.net", "///evil.example.net", "https:evil.example.net",
        "https:/evil.example.net", "/client/../../evil.example.net", "https://app.example.test@evil.example.net", "https://app.example.test.evil.example.net/callback",
        "https://evil.example.net/https://app.example.test/callback", "https://app.example.test%2eevil.example.net", "javascript:alert(1)//evil.example.net",
        "data:text/html,evil.example.net", "\thttps://evil.example.net", "ht\ntps://evil.example.net", "%2f%2fevil.example.net", "/client/security//evil.example.net",
        "https://app.example.test/callback?x=//evil.example.net", "https://app.example.test/callback#//evil.example.net", "HTTPS://EVIL.EXAMPLE.NET", "evil.example.net:443",
    ];

    [Fact] // SCR-53
    public async Task No_address_in_a_request_becomes_one_that_we_lead_to()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        await browser.LogInToClientAreaAsync(crm, user.Email);
        var random = new SeededGenerator(Seed);
        var screens = Screens();

        for (var i = 0; i < 400; i++)
        {
            var query = string.Join('&', Enumerable.Range(0, 1 + random.Below(3)).Select(_ => $"{random.Pick(Parameters)}={Uri.EscapeDataString(random.Pick(Tricks))}"));
            var path = random.Pick(screens);
            ShouldStay(await browser.GetAsync($"{path}?{crm.Names()}&{query}"), $"{path}?{query}");
            ShouldStay(await browser.GetAsync($"{path}?{query}&{crm.Names()}"), $"{path}?{query}");
        }
    }

    [Fact] // SCR-53, SCR-50
    public async Task No_login_leads_elsewhere_whatever_the_address_of_its_form_says()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        foreach (var trick in Tricks)
        {
            using var browser = new Browser(host);
            var form = await browser.GetAsync(crm.LoginUrl($"&page={Uri.EscapeDataString(trick)}&next={Uri.EscapeDataString(trick)}"));
            (await browser.SubmitAsync(form, "submit", ("email", user.Email), ("password", People.Password))).ShouldLeadTo($"{People.SuccessUrl}?");
            var client = await browser.GetAsync($"/client/login?{crm.Names()}&page={Uri.EscapeDataString(trick)}");
            ShouldStay(await browser.SubmitAsync(client, "submit", ("email", user.Email), ("password", People.Password)), trick);
        }
    }

    [Fact] // SCR-76
    public async Task Every_page_says_who_may_frame_it()
    {
        var crm = await host.NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        await browser.LogInToClientAreaAsync(crm, user.Email);
        var pages = 0;

        foreach (var path in Screens())
        {
            var page = await browser.GetAsync($"{path}?{crm.Names()}");
            if (page.Headers.GetValueOrDefault("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) is not true)
            {
                continue;
            }

            pages++;
            var ancestors = page.Headers["Content-Security-Policy"].Split(';').Single(static rule => rule.TrimStart().StartsWith("frame-ancestors ", StringComparison.Ordinal)).Trim();
            ancestors.ShouldBeOneOf("frame-ancestors 'none'", "frame-ancestors 'self'", $"frame-ancestors 'self' {new Uri(People.SuccessUrl).GetLeftPart(UriPartial.Authority)}");
        }

        pages.ShouldBeGreaterThan(15);
    }

    /// <summary>Every address of the server that can be opened without an id in its path.</summary>
    private List<string> Screens() =>
    [
        .. host.Services.GetServices<EndpointDataSource>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(HttpMethod.Get.Method) is true)
            .Select(static endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(static path => !path.Contains('{', StringComparison.Ordinal) && path != ScreenPaths.ChatLive)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private static void ShouldStay(Page page, string asked)
    {
        if (page.Headers.TryGetValue("Location", out var location))
        {
            var target = new Uri(new Uri("https://us.example.org"), location);
            (target.Host is "us.example.org" or "app.example.test").ShouldBeTrue($"{asked} leads to {location}");
        }

        if (page.Headers.GetValueOrDefault("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) is not true)
        {
            return;
        }

        page.Status.ShouldNotBe(HttpStatusCode.InternalServerError, asked);
        foreach (var address in page.Document.QuerySelectorAll("[href],[action],[src],[formaction]")
            .Select(static element => element.GetAttribute("href") ?? element.GetAttribute("formaction") ?? element.GetAttribute("action") ?? element.GetAttribute("src")!)
            .Concat(page.Document.QuerySelectorAll("meta[http-equiv=refresh]").Select(static element => element.GetAttribute("content")!.Split("url=")[^1])))
        {
            if (address != "data:," && !address.StartsWith("data:image/", StringComparison.Ordinal)) // no icon, and pictures that are in the page
            {
                var target = new Uri(new Uri("https://us.example.org"), address);
                (target.Scheme == Uri.UriSchemeHttps && target.Host is "us.example.org" or "app.example.test" or "screens.example.test").ShouldBeTrue($"{asked} shows {address}");
            }
        }
    }
}
