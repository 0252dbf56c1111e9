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

    /// <param name="playwright">The driver.</param>
    /// <param name="home">The home folder it sees; null for the user's.</param>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright, string? home = null)
    {
        var options = new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("DRAWBRIDGE_TEST_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Args = Arguments,
        };
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
}
