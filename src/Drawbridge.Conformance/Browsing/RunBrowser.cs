using System.Security.Cryptography.X509Certificates;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using Microsoft.Playwright;

namespace Drawbridge.Conformance.Browsing;

/// <summary>The browser of a run. It starts when the first case needs it.</summary>
public sealed class RunBrowser : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly IReadOnlyList<Uri> _servers;
    private readonly IReadOnlyList<X509Certificate2> _authorities;
    private readonly TimeProvider _time;
    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> _started;

    /// <param name="servers">Addresses that will be opened and whose certificates an authority of the plan may have signed.</param>
    /// <param name="authorities">Authorities that are trusted besides the operating system's.</param>
    /// <param name="time">The time.</param>
    public RunBrowser(IEnumerable<Uri> servers, IReadOnlyList<X509Certificate2> authorities, TimeProvider time)
    {
        (_servers, _authorities, _time) = ([.. servers], authorities, time);
        _started = new(StartAsync);
    }

    /// <summary>For a plan.</summary>
    public static RunBrowser For(ConformancePlan plan, TargetHttp http, TimeProvider time) =>
        new(new[] { plan.Broker?.Url, plan.Broker?.SuccessUrl, plan.Platform?.Url }.OfType<Uri>(), http.Authorities, time);

    /// <summary>The browser, started if it was not yet.</summary>
    /// <exception cref="ConfigurationFaultException">There is none, or it does not start.</exception>
    public async Task<IBrowser> GetAsync() => (await _started.Value).Browser;

    public async ValueTask DisposeAsync()
    {
        if (_started is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            var (driver, browser) = await _started.Value;
            await browser.DisposeAsync();
            driver.Dispose();
        }
    }

    private async Task<(IPlaywright Driver, IBrowser Browser)> StartAsync()
    {
        var path = BrowserFinder.Get();
        var keys = await TrustedKeys.OfAsync(_servers, _authorities, _time);
        var driver = await DriverAsync();
        try
        {
            return (driver, await driver.Chromium.LaunchAsync(new()
            {
                ExecutablePath = path, Args = keys.Count == 0 ? Arguments : [.. Arguments, $"--ignore-certificate-errors-spki-list={string.Join(',', keys)}"],
            }));
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            driver.Dispose();
            throw new ConfigurationFaultException(
                $"the browser at {path} does not start",
                $"Start it by hand with --headless to see what it says, or set {BrowserFinder.Variable} to another one.");
        }
    }

    private static async Task<IPlaywright> DriverAsync()
    {
        try
        {
            return await Playwright.CreateAsync();
        }
        catch (Exception e) when (e is PlaywrightException or System.ComponentModel.Win32Exception or IOException)
        {
            throw new ConfigurationFaultException(
                "the driver of the browser does not start",
                "The folder .playwright must stand beside the program, with the program node in it that may be executed. Install Drawbridge anew, or copy the folder there.");
        }
    }
}
