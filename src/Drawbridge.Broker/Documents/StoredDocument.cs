namespace Drawbridge.Broker.Documents;

/// <summary>Whether a file is there. The numbers are stored.</summary>
internal enum DocumentState
{
    /// <summary>It is being received or checked, or belongs to nothing yet. It goes after an hour.</summary>
    Arriving = 1,

    /// <summary>It belongs to something.</summary>
    Kept = 2,

    /// <summary>Only the record is left that there was a file.</summary>
    Erased = 3,
}

/// <summary>A file as stored, without what is in it.</summary>
internal sealed record StoredDocument
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public long UserId { get; init; }

    public string Name { get; init; } = "";

    public DocumentFormat Format { get; init; }

    public long Bytes { get; init; }

    public DocumentState State { get; init; }

    public string? KeySealed { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ErasedAt { get; init; }

    public string? ErasedWhy { get; init; }

    public string MediaType => DocumentFormats.MediaTypeOf(Format);

    /// <summary>Never the sealed key.</summary>
    public override string ToString() => $"document {Id}";
}
