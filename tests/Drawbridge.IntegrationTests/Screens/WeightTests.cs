using System.Net;
using System.Text;
using Drawbridge.Broker.Brokers;
using Drawbridge.IntegrationTests.Handoff;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.InApp;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Screens;

/// <summary>How much a screen weighs with everything that it loads, as browsers get it: pages as they are, style sheets and scripts compressed.</summary>
public sealed class WeightTests(HandoffHost host) : IClassFixture<HandoffHost>
{
    private const int Most = 40_000;

    /// <summary>Calls, what the staff uses, what no page loads, and streams.</summary>
    private static readonly string[] NoScreens = ["/api", "/oauth2", "/health", "/assets", "/console", "/inapp/chat/live", "/{**"];

    [Fact] // SCR-67; each action opens under handoff, too: MOD-21..23
    public async Task Every_screen_is_below_40_kB()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Handoff);
        using var browser = new Browser(host);
        await browser.SignUpAsync(crm, People.NewEmail()); // for the pages that ask who is there
        await OpenEveryActionAsync(browser, crm);
        var weights = new SortedDictionary<string, int>(StringComparer.Ordinal);

        foreach (var path in Screens())
        {
            foreach (var query in new[] { "", "&firstLogin=true&lang=ar" })
            {
                var page = await browser.GetAsync($"{path}?{crm.Names()}{query}");
                for (var i = 0; i < 3 && page.Status == HttpStatusCode.SeeOther && page.Location.StartsWith('/'); i++)
                {
                    page = await browser.FollowAsync(page);
                }

                if (page.Document.QuerySelector("main") is not null)
                {
                    weights[$"{path}{query}"] = await WeighAsync(page);
                }
            }
        }

        weights.Count.ShouldBeGreaterThan(20);
        weights.Where(static screen => screen.Value > Most).ShouldBeEmpty();
        weights.Values.ShouldAllBe(static weight => weight > 5_000); // it was weighed with what it loads
    }

    private IEnumerable<string> Screens() => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(static endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
        .Select(static endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
        .Where(static path => path != "/" && !NoScreens.Any(other => path.StartsWith(other, StringComparison.Ordinal)))
        .Distinct();

    /// <summary>A session of each, with what there is to show.</summary>
    private async Task OpenEveryActionAsync(Browser browser, TestCrm crm)
    {
        var user = await host.NewUserAsync(crm);
        foreach (var action in InAppRoute.All(host.Services).Select(static route => route.Action).Distinct())
        {
            var page = await browser.GetAsync($"{InAppRoute.StartOf(action)}?{crm.Names()}&token={host.NewToken(user)}");
            (page.Status == HttpStatusCode.SeeOther ? await browser.FollowAsync(page) : page).Find("screen-error").ShouldBeNull(page.Text);
        }
    }

    private async Task<int> WeighAsync(Page page)
    {
        var loaded = page.Document.QuerySelectorAll("link[rel=stylesheet], script[src], img[src]")
            .Select(static element => element.GetAttribute("href") ?? element.GetAttribute("src")!)
            .Where(static url => !url.StartsWith("data:", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);
        var weight = Encoding.UTF8.GetByteCount(page.Text);
        foreach (var url in loaded)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br").ShouldBeTrue();
            using var response = await host.Http.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, url);
            weight += (await response.Content.ReadAsByteArrayAsync()).Length;
        }

        return weight;
    }
}
