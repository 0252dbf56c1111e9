namespace Drawbridge.Tests.Architecture;

/// <summary>A file of the repository, named by its path from the root with forward slashes.</summary>
internal sealed record RepositoryFile(string Path)
{
    public string FullPath => System.IO.Path.Combine(Repository.Root, Path);

    public string Name => System.IO.Path.GetFileName(Path);

    public string Extension => System.IO.Path.GetExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public string Text() => File.ReadAllText(FullPath);

    public string[] Lines() => File.ReadAllLines(FullPath);

    public override string ToString() => Path;
}
