namespace Drawbridge.Tests.Architecture;

/// <summary>The checked-out repository, as the tests about its own text see it.</summary>
internal static class Repository
{
    private static readonly HashSet<string> Skipped =
        new(StringComparer.Ordinal) { ".git", ".vs", ".idea", ".drawbridge", "artifacts", "bin", "obj", "node_modules", "TestResults" };

    private static readonly HashSet<string> TextExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        "", ".cs", ".cshtml", ".css", ".csproj", ".editorconfig", ".gitattributes", ".gitignore", ".html", ".http", ".js", ".json",
        ".md", ".props", ".razor", ".resx", ".sh", ".slnx", ".sql", ".svg", ".targets", ".txt", ".xml", ".yaml", ".yml",
    };

    public static string Root { get; } = FindRoot();

    /// <summary>Every text file that belongs to the repository, without what a build or a run leaves behind.</summary>
    public static IReadOnlyList<RepositoryFile> TextFiles { get; } =
        [.. Walk(new DirectoryInfo(Root)).Where(file => TextExtensions.Contains(file.Extension)).OrderBy(f => f.Path, StringComparer.Ordinal)];

    public static IEnumerable<RepositoryFile> Under(string folder) =>
        TextFiles.Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal));

    private static IEnumerable<RepositoryFile> Walk(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles())
        {
            yield return new RepositoryFile(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'));
        }

        foreach (var child in folder.EnumerateDirectories().Where(child => !Skipped.Contains(child.Name)))
        {
            foreach (var file in Walk(child))
            {
                yield return file;
            }
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Drawbridge.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
