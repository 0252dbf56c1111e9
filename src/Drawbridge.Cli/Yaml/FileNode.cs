namespace Drawbridge.Cli.Yaml;

/// <summary>A part of a configuration file, and where it begins.</summary>
internal abstract class FileNode(FilePlace place)
{
    public FilePlace Place { get; } = place;

    public int Line => Place.Line;
}

/// <summary>A place in a file. Both count from 1; the column is null where only the line is known.</summary>
internal readonly record struct FilePlace(int Line, int? Column = null);

/// <summary>A single value as it was written; <paramref name="plain"/> when it stood there without quotes.</summary>
internal sealed class FileText(FilePlace place, string value, bool plain) : FileNode(place)
{
    public string Value { get; } = value;

    /// <summary>Whether nothing was written, or YAML's word for nothing.</summary>
    public bool IsNothing => plain && Value is "" or "~" or "null" or "Null" or "NULL";
}

/// <summary>A list.</summary>
internal sealed class FileList(FilePlace place, IReadOnlyList<FileNode> items) : FileNode(place)
{
    public IReadOnlyList<FileNode> Items { get; } = items;
}

/// <summary>Settings with their keys.</summary>
internal sealed class FileMap(FilePlace place, IReadOnlyList<FileEntry> entries) : FileNode(place)
{
    public IReadOnlyList<FileEntry> Entries { get; } = entries;

    /// <summary>The value of a key, or null.</summary>
    public FileEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
}

/// <summary>One key of a <see cref="FileMap"/>.</summary>
internal sealed record FileEntry(string Key, FilePlace Place, FileNode Value)
{
    public int Line => Place.Line;
}
