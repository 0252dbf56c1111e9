namespace Drawbridge.Cli.Trust;

/// <summary>The stores of this machine and user.</summary>
internal static class TrustStores
{
    public static IReadOnlyList<TrustStore> OfThisMachine(Authority authority, IPrograms programs, bool interactive)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
        {
            return [new WindowsRootStore(authority)];
        }

        return OperatingSystem.IsMacOS()
            ? [new MacKeychain(home, authority, programs)]
            : [.. OfLinux(authority, programs, home, Elevation(programs, interactive))];
    }

    private static IEnumerable<TrustStore> OfLinux(Authority authority, IPrograms programs, string home, IReadOnlyList<string>? elevation)
    {
        if (LinuxSystemStore.Find(authority, programs, elevation) is { } system)
        {
            yield return system;
        }

        foreach (var (browser, folder) in NssFolders.In(home, programs))
        {
            yield return new NssStore(browser, folder, authority, programs);
        }
    }

    /// <summary>Without a terminal nobody can type a password, so sudo must not ask for one.</summary>
    private static IReadOnlyList<string>? Elevation(IPrograms programs, bool interactive) =>
        Environment.IsPrivilegedProcess ? []
        : programs.Find("sudo") is null ? null
        : interactive ? ["sudo"]
        : ["sudo", "-n"];
}
