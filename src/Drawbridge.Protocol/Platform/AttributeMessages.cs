namespace Drawbridge.Protocol.Platform;

/// <summary>Body of WebServices 4.14 to 4.16 (WS-91, WS-92).</summary>
public sealed record ListAttributesRequest
{
    /// <summary>Whose; absent or empty means all traders.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>Entities in one answer, without <see cref="Ids"/> only.</summary>
    public long? PageSize { get; init; }

    /// <summary>Where to go on, without <see cref="Ids"/> only.</summary>
    public long? Cursor { get; init; }

    /// <summary>A part of the name; case does not count.</summary>
    public string? Name { get; init; }

    /// <summary>Changed at or after, epoch milliseconds.</summary>
    public long? UpdatedFrom { get; init; }
}

/// <summary>Answer to WebServices 4.14 to 4.16 (WS-93).</summary>
public sealed record ListAttributesResponse
{
    /// <summary>The entities that have any.</summary>
    public IReadOnlyList<AttributeItem> Items { get; init; } = [];

    /// <summary>Where to go on; absent when nothing follows.</summary>
    public long? NextCursor { get; init; }
}

/// <summary>Body of WebServices 4.17 to 4.19 (WS-94).</summary>
public sealed record UpdateAttributesRequest
{
    /// <summary>1 to 100 entities.</summary>
    public IReadOnlyList<AttributeItem?>? Items { get; init; }
}

/// <summary>The attributes of an entity.</summary>
public sealed record AttributeItem
{
    /// <summary>Number of the trader, group or manager.</summary>
    public long? Id { get; init; }

    /// <summary>1 to 100 of them.</summary>
    public IReadOnlyList<AttributePair?>? Attributes { get; init; }

    /// <summary>The latest change, epoch milliseconds; in answers only.</summary>
    public long? LastUpdateTimestamp { get; init; }
}

/// <summary>One attribute.</summary>
public sealed record AttributePair
{
    /// <summary>1 to 64 characters.</summary>
    public string? Name { get; init; }

    /// <summary>1 to 512 characters.</summary>
    public string? Value { get; init; }
}

/// <summary>Body of WebServices 4.20 to 4.22 (WS-96).</summary>
public sealed record DeleteAttributesRequest
{
    /// <summary>1 to 10,000 entities.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>Up to 100 names; absent or empty means all attributes.</summary>
    public IReadOnlyList<string>? Names { get; init; }
}

/// <summary>An answer without keys.</summary>
public sealed record EmptyResponse;
