namespace Drawbridge.Cli.Trust;

/// <summary>Where browsers on Linux keep their NSS databases, by way of installation.</summary>
internal static class NssFolders
{
    private static readonly string[] ChromiumPrograms =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "brave-browser", "microsoft-edge"];

    private static readonly (string Browser, string Folder)[] Chromium =
    [
        ("Chromium from snap", "snap/chromium/current/.pki/nssdb"),
        ("Chromium from Flatpak", ".var/app/org.chromium.Chromium/.pki/nssdb"),
        ("Chrome from Flatpak", ".var/app/com.google.Chrome/.pki/nssdb"),
    ];

    private static readonly (string Browser, string Folder)[] Firefox =
    [
        ("Firefox", ".mozilla/firefox"),
        ("Firefox", ".config/mozilla/firefox"),
        ("Firefox from snap", "snap/firefox/common/.mozilla/firefox"),
        ("Firefox from Flatpak", ".var/app/org.mozilla.firefox/.mozilla/firefox"),
        ("Firefox from Flatpak", ".var/app/org.mozilla.firefox/config/mozilla/firefox"),
    ];

    /// <summary>The databases there are, and Chromium's own even before its first start, when it is installed.</summary>
    public static IEnumerable<(string Browser, string Folder)> In(string home, IPrograms programs)
    {
        var shared = Path.Combine(home, ".pki", "nssdb");
        if (HasDatabase(shared) || ChromiumPrograms.Any(name => programs.Find(name) is not null))
        {
            yield return ("Chromium and Chrome", shared);
        }

        foreach (var (browser, folder) in Chromium.Select(place => (place.Browser, Path.Combine(home, place.Folder))).Where(p => HasDatabase(p.Item2)))
        {
            yield return (browser, folder);
        }

        foreach (var (browser, profiles) in Firefox.Select(place => (place.Browser, Path.Combine(home, place.Folder))).Where(p => Directory.Exists(p.Item2)))
        {
            foreach (var profile in Directory.EnumerateDirectories(profiles).Where(HasDatabase).Order(StringComparer.Ordinal))
            {
                yield return (browser, profile);
            }
        }
    }

    private static bool HasDatabase(string folder) => File.Exists(Path.Combine(folder, "cert9.db"));
}
