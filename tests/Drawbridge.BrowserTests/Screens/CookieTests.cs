using System.Collections.Concurrent;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Microsoft.Playwright;

namespace Drawbridge.BrowserTests.Screens;

public sealed class CookieTests(Machine machine)
{
    // SCR-76
    [Fact]
    public async Task A_sign_up_in_the_app_needs_no_cookies()
    {
        await using var visit = await machine.VisitWithoutCookiesAsync();
        var sent = new ConcurrentBag<IRequest>();
        visit.Context.Request += (_, request) =>
        {
            if (request.Url.StartsWith(machine.Up.BrokerUrl, StringComparison.Ordinal))
            {
                sent.Add(request);
            }
        };

        await visit.App.SignUpAsync(Person.New(), keep: true);

        var headers = await Task.WhenAll(sent.Select(request => request.AllHeadersAsync()));
        headers.ShouldAllBe(header => !header.ContainsKey("cookie"));
        sent.Count(request => request.Method == "POST").ShouldBe(2, "the session went from form to form");
        sent.ShouldNotContain(request => request.Method == "GET" && request.Url.Contains("/account/", StringComparison.Ordinal));
    }

    // SCR-76: the broker's pages are a third party to the app's here, and the browser blocks the cookies of third parties.
    [Fact]
    public async Task A_sign_up_in_the_app_works_where_the_browser_blocks_cookies_of_third_parties()
    {
        await using var visit = await machine.VisitAsync();
        var elsewhere = await visit.BlockThirdPartyCookiesAsync();

        await visit.App.SignUpAsync(Person.New(), keep: true);

        visit.Requests.ShouldContain(url => url.StartsWith($"{elsewhere}/account/create", StringComparison.Ordinal));
    }
}
