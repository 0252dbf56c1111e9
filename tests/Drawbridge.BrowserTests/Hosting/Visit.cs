using System.Collections.Concurrent;
using Drawbridge.BrowserTests.Pages;
using Microsoft.Playwright;

namespace Drawbridge.BrowserTests.Hosting;

/// <summary>
/// A browser context of a test's own. At its end it holds the test against what pages must never do: ask a host other than the two
/// sides for anything, or break a script or their own content security policy.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>How long a browser may take to close. One that has lost its way never does.</summary>
    private static readonly TimeSpan _closing = TimeSpan.FromMinutes(1);

    private readonly ConcurrentBag<string> _requests = [];
    private readonly ConcurrentBag<string> _faults = [];
    private readonly HashSet<string> _hosts;
    private readonly List<string> _tolerated =
    [
        "Failed to load resource", // a refusal is an answer, too
        "Blocked autofocusing", // Chromium wants a click before a frame may take the focus
    ];

    private readonly string? _profile;

    private Visit(IBrowserContext context, IPage page, RunningUp up, string? profile)
    {
        _profile = profile;
        Context = context;
        Page = page;
        Up = up;
        _hosts = [new Uri(up.BrokerUrl).Authority, new Uri(up.PlatformUrl).Authority];
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public RunningUp Up { get; }

    /// <summary>Every address that was asked for, with its query.</summary>
    public IEnumerable<string> Requests => _requests;

    /// <summary>The simulated app in the first tab.</summary>
    public SimulatedApp App => new(Page, Up);

    /// <summary>The broker's screens in the first tab, without an app around them.</summary>
    public BrokerScreens Screens => new(Page, Up);

    /// <summary>A context of a browser that others use as well.</summary>
    public static async Task<Visit> BeginAsync(IBrowser browser, RunningUp up, float patience, Action<BrowserNewContextOptions>? configure)
    {
        var context = await browser.NewContextAsync(Look(configure));
        return Begin(context, await context.NewPageAsync(), up, patience, profile: null);
    }

    /// <summary>A browser that blocks the cookies of the broker's pages.</summary>
    public static async Task<Visit> BeginWithoutCookiesAsync(IPlaywright playwright, RunningUp up, float patience, Action<BrowserNewContextOptions>? configure)
    {
        var profile = Directory.CreateTempSubdirectory("drawbridge-profile-").FullName;
        var context = await Chromium.LaunchWithoutCookiesAsync(playwright, up.BrokerUrl, profile, Look(configure));
        return Begin(context, context.Pages[0], up, patience, profile);
    }

    /// <summary>Another name under which one of the sides is reached on purpose.</summary>
    public void Allow(string host) => _hosts.Add(host);

    /// <summary>
    /// Makes the broker's pages a third party to the app's, and the browser block the cookies of third parties (SCR-76).
    /// </summary>
    /// <returns>The broker's address from then on.</returns>
    public async Task<string> BlockThirdPartyCookiesAsync()
    {
        var elsewhere = Up.BrokerUrl.Replace("localhost", "broker.localhost", StringComparison.Ordinal);
        Allow(new Uri(elsewhere).Authority);
        Tolerate("/health/live"); // the app may not ask a host that its platform does not know whether it is there
        var devTools = await Context.NewCDPSessionAsync(Page); // ends with the context
        await devTools.SendAsync("Network.enable");
        await devTools.SendAsync(
            "Network.setCookieControls",
            new() { ["enableThirdPartyCookieRestriction"] = true, ["disableThirdPartyCookieMetadata"] = true, ["disableThirdPartyCookieHeuristics"] = true });
        await Context.RouteAsync("**/app/api/config", async route =>
        {
            var answer = await route.FetchAsync();
            var text = await answer.TextAsync();
            await route.FulfillAsync(new() { Response = answer, Body = text.Replace(Up.BrokerUrl, elsewhere, StringComparison.Ordinal) });
        });
        return elsewhere;
    }

    /// <summary>A complaint that the test brings about itself.</summary>
    public void Tolerate(string complaint) => _tolerated.Add(complaint);

    /// <summary>A picture of the page for people who want to look at it, if DRAWBRIDGE_TEST_PICTURES names a folder for them.</summary>
    public async Task KeepPictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("DRAWBRIDGE_TEST_PICTURES") is not { Length: > 0 } folder)
        {
            return;
        }

        var look = await Page.EvaluateAsync<string>("document.documentElement.dataset.theme + '-' + document.documentElement.lang");
        var size = Page.ViewportSize!;
        foreach (var (width, height) in new[] { (390, 844), (size.Width, size.Height) })
        {
            await Page.SetViewportSizeAsync(width, height);
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{look}-{width}.png"), FullPage = Page.Url.StartsWith(Up.BrokerUrl, StringComparison.Ordinal) });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Context.CloseAsync().WaitAsync(_closing);
        if (_profile is not null)
        {
            Directory.Delete(_profile, recursive: true);
        }

        _requests.Where(url => !IsOurs(url)).ShouldBeEmpty("a page asked somebody else for something");
        _faults.ShouldBeEmpty("a page complained");
    }

    private static BrowserNewContextOptions Look(Action<BrowserNewContextOptions>? configure)
    {
        var options = new BrowserNewContextOptions
        {
            IgnoreHTTPSErrors = true,
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = 1440, Height = 900 },
        };
        configure?.Invoke(options);
        return options;
    }

    private static Visit Begin(IBrowserContext context, IPage page, RunningUp up, float patience, string? profile)
    {
        context.SetDefaultTimeout(patience);
        var visit = new Visit(context, page, up, profile);
        visit.Watch();
        return visit;
    }

    private void Watch()
    {
        Context.Request += (_, request) => _requests.Add(request.Url);
        Context.WebError += (_, error) => _faults.Add(error.Error);
        Context.Console += (_, message) =>
        {
            if (message.Type == "error" && !_tolerated.Exists(complaint => message.Text.Contains(complaint, StringComparison.Ordinal)))
            {
                _faults.Add(message.Text);
            }
        };
    }

    private bool IsOurs(string url)
    {
        var address = new Uri(url);
        return address.Scheme is "data" or "blob" or "about" || (address.Scheme == "https" && _hosts.Contains(address.Authority));
    }
}
