namespace Drawbridge.Broker.Partners.Rewards.Statements;

/// <summary>How far a statement is. Numbers are stored.</summary>
internal enum StatementState
{
    /// <summary>A run is still adding lines.</summary>
    Collecting = 0,

    /// <summary>Somebody has to agree.</summary>
    Draft = 1,

    /// <summary>Something keeps it; the hold says what.</summary>
    Held = 2,

    /// <summary>Everybody has agreed who has to.</summary>
    Approved = 3,

    /// <summary>It is being paid to the account.</summary>
    Paying = 4,

    /// <summary>The account has it.</summary>
    Paid = 5,
}

/// <summary>What one partner has earned in one currency, by lines that add up to it.</summary>
internal sealed record Statement
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public long RunId { get; init; }

    public long PartnerId { get; init; }

    public string Currency { get; init; } = "";

    public DateTimeOffset FromAt { get; init; }

    public DateTimeOffset UntilAt { get; init; }

    public StatementState State { get; init; }

    public int Revision { get; init; }

    /// <summary>In 10^-8; with no more decimals than accounts have.</summary>
    public long Amount { get; init; }

    public long Lines { get; init; }

    /// <summary>Where it is paid to; null = not decided yet.</summary>
    public long? AccountId { get; init; }

    public long? PaymentId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>A statement with what is known of its partner and payment.</summary>
internal sealed record StatementRow
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public long RunId { get; init; }

    public long PartnerId { get; init; }

    public string Name { get; init; } = "";

    public string Identifier { get; init; } = "";

    public string Currency { get; init; } = "";

    public DateTimeOffset FromAt { get; init; }

    public DateTimeOffset UntilAt { get; init; }

    public StatementState State { get; init; }

    public long Amount { get; init; }

    public long Lines { get; init; }

    /// <summary>The account that it is paid to.</summary>
    public long? TraderLogin { get; init; }

    /// <summary>Number of the payment in the cashier.</summary>
    public string? Reference { get; init; }

    public HoldRow? Hold { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Somebody who agreed to a statement.</summary>
internal sealed record ApprovalRow
{
    public string ApprovedBy { get; init; } = "";

    public DateTimeOffset ApprovedAt { get; init; }
}

/// <summary>What came of something that somebody wanted with a statement.</summary>
internal abstract record StatementResult
{
    private StatementResult()
    {
    }

    /// <summary>Done; the statement as it is now.</summary>
    public sealed record Changed(Statement Statement) : StatementResult;

    /// <summary>There is none of that number.</summary>
    public sealed record NotFound : StatementResult;

    /// <summary>It is not, or no longer, in a state for it.</summary>
    public sealed record WrongState(StatementState State) : StatementResult;

    /// <summary>The same person has agreed before; another one has to.</summary>
    public sealed record SamePerson : StatementResult;

    /// <summary>The partner has no such live account in the currency of the statement.</summary>
    public sealed record NoAccount : StatementResult;
}
