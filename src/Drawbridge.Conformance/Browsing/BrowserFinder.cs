using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Browsing;

/// <summary>Finds a browser of the Chromium family on this machine.</summary>
public static class BrowserFinder
{
    /// <summary>Environment variable with the path of the browser to use; what it names is used or nothing is.</summary>
    public const string Variable = "DRAWBRIDGE_CHROMIUM";

    // First the same browser without windows, where it is installed: a tab costs it a quarter of the processor time.
    private static readonly string[] OnLinux =
    [
        "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/usr/bin/microsoft-edge", "/usr/bin/microsoft-edge-stable",
        "/opt/google/chrome/chrome", "/opt/microsoft/msedge/msedge", "/snap/bin/chromium", "/usr/lib/chromium/chromium",
    ];

    private static readonly string[] OnMac =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge", "/opt/homebrew/bin/chromium", "/usr/local/bin/chromium",
    ];

    private static readonly string[] BelowProgramFiles =
    [
        @"Google\Chrome\Application\chrome.exe", @"Microsoft\Edge\Application\msedge.exe", @"Chromium\Application\chrome.exe",
    ];

    /// <summary>The path of a browser; null when there is none.</summary>
    public static string? Find() => Find(Environment.GetEnvironmentVariable, File.Exists);

    /// <summary>The path of a browser.</summary>
    /// <exception cref="ConfigurationFaultException">There is none.</exception>
    public static string Get() => Find() ?? throw (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? new ConfigurationFaultException($"{Variable} names {named}, and there is no such file", $"Correct {Variable}, or take it away: the usual places are looked at then.")
        : new ConfigurationFaultException(
            "no browser was found on this machine",
            $"Install Chromium, Google Chrome or Microsoft Edge (Debian and Ubuntu: apt-get install chromium), or set {Variable} to the path of one."));

    internal static string? Find(Func<string, string?> variable, Func<string, bool> exists)
    {
        if (variable(Variable) is { Length: > 0 } named)
        {
            return exists(named) ? named : null;
        }

        return Places(variable).FirstOrDefault(exists);
    }

    private static readonly string[] ProgramFolders = ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"];

    private static readonly string[] OnPath = ["chromium", "chromium-browser", "google-chrome", "microsoft-edge"];

    private static IEnumerable<string> Places(Func<string, string?> variable)
    {
        if (OperatingSystem.IsWindows())
        {
            return ProgramFolders
                .Select(variable)
                .OfType<string>()
                .SelectMany(static folder => BelowProgramFiles.Select(path => Path.Combine(folder, path)));
        }

        var onPath = (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(static folder => OnPath.Select(name => Path.Combine(folder, name)));
        return (OperatingSystem.IsMacOS() ? OnMac : OnLinux).Concat(onPath);
    }
}
