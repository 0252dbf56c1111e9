using Drawbridge.Broker.Partners.Rewards.Earning;

namespace Drawbridge.Broker.Partners.Rewards.Statements;

/// <summary>What keeps a fact or a statement.</summary>
internal sealed record HoldRow
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public long? TradeId { get; init; }

    public long? DepositId { get; init; }

    public long? StatementId { get; init; }

    public HoldReason Reason { get; init; }

    public string? Detail { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public string CreatedBy { get; init; } = "";

    public DateTimeOffset? ReleasedAt { get; init; }

    public string? ReleasedBy { get; init; }

    public string? ReleaseReason { get; init; }

    /// <summary>For people.</summary>
    public string Text => Reason switch
    {
        HoldReason.NoRate => $"No rate from {Detail} is stored with it",
        HoldReason.NoAccount => $"The partner has no live account in {Detail}",
        _ => Detail ?? "Held by staff",
    };
}

/// <summary>How the release of a hold ended.</summary>
internal enum HoldRelease
{
    Released,
    NotFound,

    /// <summary>It was released before.</summary>
    Over,

    /// <summary>A rate was given where none is missing, or none where one is.</summary>
    WrongRate,
}
