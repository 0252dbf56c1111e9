using System.Text.Json;
using Microsoft.Playwright;

namespace Drawbridge.BrowserTests.Hosting;

/// <summary>A real browser.</summary>
internal static class Chromium
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1", // nothing is reached but this machine
    ];

    private static string ExecutablePath => Named("DRAWBRIDGE_TEST_CHROMIUM") ?? "/usr/bin/chromium";

    // The same browser without windows, which needs a quarter of the processor time for a page.
    private static string ShellPath => Named("DRAWBRIDGE_TEST_CHROMIUM_SHELL") ?? ExecutablePath;

    /// <param name="playwright">The driver.</param>
    /// <param name="home">The home folder it sees, whose certificates it trusts as people's browsers do; null for none.</param>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright, string? home = null)
    {
        var options = new BrowserTypeLaunchOptions { ExecutablePath = home is null ? ShellPath : ExecutablePath, Args = Arguments };
        if (home is not null)
        {
            options.Env = Environment.GetEnvironmentVariables()
                .Cast<System.Collections.DictionaryEntry>()
                .Select(pair => KeyValuePair.Create((string)pair.Key, (string?)pair.Value ?? ""))
                .Where(pair => pair.Key != "HOME")
                .Append(KeyValuePair.Create("HOME", home));
        }

        return playwright.Chromium.LaunchAsync(options);
    }

    /// <summary>A browser of its own whose user blocks the cookies and the storage of a site, by the browser's own setting.</summary>
    /// <param name="playwright">The driver.</param>
    /// <param name="site">The blocked site, such as <c>https://localhost:1234</c>.</param>
    /// <param name="profile">An empty folder.</param>
    /// <param name="look">Size and the like.</param>
    public static async Task<IBrowserContext> LaunchWithoutCookiesAsync(IPlaywright playwright, string site, string profile, BrowserNewContextOptions look)
    {
        const int Block = 2;
        var exceptions = new { cookies = new Dictionary<string, object> { [$"{site},*"] = new { setting = Block } } };
        var preferences = Directory.CreateDirectory(Path.Combine(profile, "Default"));
        await File.WriteAllTextAsync(
            Path.Combine(preferences.FullName, "Preferences"), JsonSerializer.Serialize(new { profile = new { content_settings = new { exceptions } } }));
        return await playwright.Chromium.LaunchPersistentContextAsync(profile, new()
        {
            ExecutablePath = ExecutablePath,
            Args = Arguments,
            IgnoreHTTPSErrors = look.IgnoreHTTPSErrors,
            Locale = look.Locale,
            ReducedMotion = look.ReducedMotion,
            ViewportSize = look.ViewportSize,
        });
    }

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path ? path : null;
}
