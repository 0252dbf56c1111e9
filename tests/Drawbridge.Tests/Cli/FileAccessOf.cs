namespace Drawbridge.Tests.Cli;

/// <summary>Who may read a file, where the system keeps that with the file; Windows keeps it with the folders above.</summary>
internal static class FileAccessOf
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void ShouldBeOwnersOnly(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            (File.GetUnixFileMode(path) & ~Owner).ShouldBe(UnixFileMode.None);
        }
    }
}
