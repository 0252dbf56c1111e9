namespace Drawbridge.Broker.Partners.Rewards.Facts;

/// <summary>Something a trader did that partners may earn by. Facts are stored once and not changed.</summary>
internal abstract record Fact
{
    public long Id { get; init; }

    public long UserId { get; init; }

    public long AccountId { get; init; }

    /// <summary>When it happened: whose the trader was then, and which plan counted then, decides.</summary>
    public abstract DateTimeOffset At { get; }
}

/// <summary>A closing deal of a live account.</summary>
internal sealed record TradeFact : Fact
{
    /// <summary>What was traded.</summary>
    public string Symbol { get; init; } = "";

    /// <summary>In 10^-8.</summary>
    public long Lots { get; init; }

    public DateTimeOffset ClosedAt { get; init; }

    /// <summary>What the trader paid, in USD, in 10^-8.</summary>
    public long Commission { get; init; }

    public string DepositCurrency { get; init; } = "";

    /// <summary>From USD to <see cref="DepositCurrency"/> at its time, as the platform told; null = it did not.</summary>
    public string? UsdRate { get; init; }

    /// <inheritdoc/>
    public override DateTimeOffset At => ClosedAt;
}

/// <summary>A deposit that an account has got.</summary>
internal sealed record DepositFact : Fact
{
    /// <summary>In 10^-<see cref="MoneyDigits"/>.</summary>
    public long Amount { get; init; }

    public int MoneyDigits { get; init; }

    public string Currency { get; init; } = "";

    public DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc/>
    public override DateTimeOffset At => OccurredAt;
}
