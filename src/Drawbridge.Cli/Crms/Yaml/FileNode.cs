namespace Drawbridge.Cli.Crms.Yaml;

/// <summary>A part of a configuration file, and the line where it begins.</summary>
internal abstract class FileNode(int line)
{
    public int Line { get; } = line;
}

/// <summary>A single value as it was written; <paramref name="plain"/> when it stood there without quotes.</summary>
internal sealed class FileText(int line, string value, bool plain) : FileNode(line)
{
    public string Value { get; } = value;

    /// <summary>Whether nothing was written, or YAML's word for nothing.</summary>
    public bool IsNothing => plain && Value is "" or "~" or "null" or "Null" or "NULL";
}

/// <summary>A list.</summary>
internal sealed class FileList(int line, IReadOnlyList<FileNode> items) : FileNode(line)
{
    public IReadOnlyList<FileNode> Items { get; } = items;
}

/// <summary>Settings with their keys.</summary>
internal sealed class FileMap(int line, IReadOnlyList<FileEntry> entries) : FileNode(line)
{
    public IReadOnlyList<FileEntry> Entries { get; } = entries;

    /// <summary>The value of a key, or null.</summary>
    public FileEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
}

/// <summary>One key of a <see cref="FileMap"/>.</summary>
internal sealed record FileEntry(string Key, int Line, FileNode Value);
