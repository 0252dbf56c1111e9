using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Drawbridge.BrowserTests.Hosting.Machine))]

namespace Drawbridge.BrowserTests.Hosting;

/// <summary>One browser and one <c>drawbridge up</c> for all tests. Tests share them and make users and browser contexts of their own.</summary>
public sealed class Machine : IAsyncLifetime
{
    private const int Patience = 20_000;

    /// <summary>Both sides.</summary>
    public RunningUp Up { get; private set; } = null!;

    internal IPlaywright Playwright { get; private set; } = null!;

    internal IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        Playwright = await Microsoft.Playwright.Playwright.CreateAsync();
        var up = RunningUp.StartAsync();
        Browser = await Chromium.LaunchAsync(Playwright);
        Up = await up;
    }

    /// <summary>Somebody sits down at a browser that was never used before.</summary>
    internal Task<Visit> VisitAsync(Action<BrowserNewContextOptions>? configure = null, RunningUp? up = null, IBrowser? browser = null) =>
        Visit.BeginAsync(browser ?? Browser, up ?? Up, Patience, configure);

    /// <summary>The same with a browser whose user blocks the cookies of the broker's pages (SCR-76).</summary>
    internal Task<Visit> VisitWithoutCookiesAsync(Action<BrowserNewContextOptions>? configure = null, RunningUp? up = null) =>
        Visit.BeginWithoutCookiesAsync(Playwright, up ?? Up, Patience, configure);

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        Playwright.Dispose();
        await Up.DisposeAsync();
    }
}
