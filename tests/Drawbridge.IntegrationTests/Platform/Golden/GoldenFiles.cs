using System.Text;
using System.Text.RegularExpressions;

namespace Drawbridge.IntegrationTests.Platform.Golden;

/// <summary>The files beside this one. <c>UPDATE_GOLDEN=1</c> rewrites them.</summary>
internal static partial class GoldenFiles
{
    private static readonly string Folder = Path.Combine(Root(), "tests", "Drawbridge.IntegrationTests", "Platform", "Golden");

    public static bool IsUpdate => Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    /// <summary>Their names, without those of the code.</summary>
    public static IEnumerable<string> Names => Directory.GetFiles(Folder).Select(static file => Path.GetFileName(file)).Where(static name => !name.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>An answer as it is kept: byte for byte, with a line feed at its end, only the manager's token replaced, which is random.</summary>
    public static string Kept(string answer) => ManagerToken().Replace(answer, "dbmt_token") + (answer.EndsWith('\n') ? "" : "\n");

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static void Write(string name, string text) => File.WriteAllBytes(Path.Combine(Folder, name), Encoding.UTF8.GetBytes(text));

    public static void Delete(string name) => File.Delete(Path.Combine(Folder, name));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Drawbridge.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex("dbmt_[A-Za-z0-9_-]{20,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ManagerToken();
}
