namespace Drawbridge.Storage;

/// <summary>The engines Drawbridge keeps its state in.</summary>
public enum DatabaseEngine
{
    /// <summary>Embedded, one file, one node. The default.</summary>
    Sqlite,

    /// <summary>A server, any number of nodes.</summary>
    Postgres,
}

/// <summary>When a SQLite commit counts as done.</summary>
public enum SqliteSynchronous
{
    /// <summary>
    /// The operating system has it: survives a killed process, not a power cut, which may undo the last commits
    /// (never damage the file). About three times as many commits per second as <see cref="Full"/>.
    /// </summary>
    Normal,

    /// <summary>The disk has it: a commit that was acknowledged survives a power cut.</summary>
    Full,
}
