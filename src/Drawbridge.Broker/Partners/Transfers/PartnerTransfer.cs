namespace Drawbridge.Broker.Partners.Transfers;

/// <summary>Traders of one partner that go to another, some at a time until all have gone.</summary>
internal sealed record PartnerTransfer
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public long FromPartnerId { get; init; }

    public long ToPartnerId { get; init; }

    /// <summary>True: all of them; false: those who were chosen.</summary>
    public bool TakesAll { get; init; }

    public string Reason { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public string CreatedBy { get; init; } = "";

    /// <summary>How many there were at the beginning.</summary>
    public long Total { get; init; }

    /// <summary>How many have gone.</summary>
    public long Moved { get; init; }

    /// <summary>How many of those chosen were not the partner's any more when their turn came.</summary>
    public long Skipped { get; init; }

    /// <summary>The last trader that was looked at.</summary>
    public long AfterUserId { get; init; }

    /// <summary>The last one there was at the beginning: who came later does not go.</summary>
    public long UntilUserId { get; init; }

    /// <summary>Null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>What came of asking for a transfer. Closed family.</summary>
internal abstract record TransferOutcome
{
    private TransferOutcome()
    {
    }

    public sealed record Begun(PartnerTransfer Transfer) : TransferOutcome;

    /// <summary>The broker has no such partner.</summary>
    public sealed record NotFound : TransferOutcome;

    /// <summary>Both are the same partner.</summary>
    public sealed record SamePartner : TransferOutcome;

    /// <summary>Only active partners get traders.</summary>
    public sealed record NotActive : TransferOutcome;

    /// <summary>The partner has no traders, or none of those chosen.</summary>
    public sealed record NoTraders : TransferOutcome;

    /// <summary>Another transfer of this partner still goes on.</summary>
    public sealed record Running : TransferOutcome;
}
