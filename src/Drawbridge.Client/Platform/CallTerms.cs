namespace Drawbridge.Client.Platform;

/// <summary>Who goes first when writes have to wait for the hourly limit.</summary>
public enum WritePriority
{
    /// <summary>Somebody waits for it: a person at a screen.</summary>
    Interactive,

    /// <summary>Nobody waits for it: an import, a nightly run. Leaves room for the others.</summary>
    Bulk,
}

/// <summary>How the writes of a client wait for the hourly limit (B2P-0-13). Reads never wait.</summary>
/// <param name="Priority">Who goes first.</param>
public sealed record CallTerms(WritePriority Priority)
{
    /// <summary>For somebody who waits. The default.</summary>
    public static CallTerms Interactive { get; } = new(WritePriority.Interactive);

    /// <summary>For work in the background.</summary>
    public static CallTerms Bulk { get; } = new(WritePriority.Bulk);

    /// <summary>
    /// A write that would have to wait longer is not sent. Null: <see cref="Budget.WriteBudgetOptions.InteractiveWait"/> or
    /// <see cref="Budget.WriteBudgetOptions.BulkWait"/>.
    /// </summary>
    public TimeSpan? LongestWait { get; init; }
}
