using System.Globalization;

namespace Drawbridge.Broker.Partners.Rewards.Earning;

/// <summary>A line of what a partner has earned, with everything that explains it.</summary>
internal sealed record RewardRow
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public long PartnerId { get; init; }

    public long? UserId { get; init; }

    public RewardKind Kind { get; init; }

    public int Level { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public long Amount { get; init; }

    public string Currency { get; init; } = "";

    public long? TradeId { get; init; }

    public long? DepositId { get; init; }

    public long? StatementId { get; init; }

    public long? ReversesId { get; init; }

    /// <summary>The line that took this one back.</summary>
    public long? ReversedBy { get; init; }

    public string? Reason { get; init; }

    public string? RecordedBy { get; init; }

    /// <summary>What all levels share.</summary>
    public long? Base { get; init; }

    /// <summary>In millionths.</summary>
    public int? Share { get; init; }

    public long? AttributionEventId { get; init; }

    public string? Plan { get; init; }

    public long? PlanId { get; init; }

    public int? PlanVersion { get; init; }

    public string? Symbol { get; init; }

    public long? Lots { get; init; }

    public long? DealId { get; init; }

    /// <summary>The account of the trader.</summary>
    public long? TraderLogin { get; init; }

    /// <summary>How it came about, in English.</summary>
    public string Text => (Kind, ReversesId) switch
    {
        (_, { } reversed) => string.Create(CultureInfo.InvariantCulture, $"Takes back line {reversed}: {Reason}"),
        (RewardKind.CarriedOver, _) => Amount < 0 ? "Carried over to the next statement: less than a cent" : "Carried over from the statement before",
        (RewardKind.Cpa, _) => $"A trader has qualified: {Money(Base)}{Part}",
        (RewardKind.PerLot, _) => $"{Number(Lots)} lots of {Symbol} closed: {Money(Base)}{Part}",
        _ => $"Revenue of {Number(Lots)} lots of {Symbol} closed: {Money(Base)}{Part}",
    };

    private string Part => string.Create(CultureInfo.InvariantCulture, $"; level {Level} gets {(Share ?? 0) / 10_000m:0.####} % by version {PlanVersion} of {Plan}");

    private string Money(long? units) => $"{RewardMoney.Of(units ?? 0).ToString("0.00######", CultureInfo.InvariantCulture)} {Currency}";

    private static string Number(long? units) => RewardMoney.Of(units ?? 0).ToString("0.########", CultureInfo.InvariantCulture);
}

/// <summary>What a partner has earned in one currency, by where it stands.</summary>
internal sealed record EarningsRow
{
    public string Currency { get; init; } = "";

    /// <summary>On no statement yet.</summary>
    public long Unstated { get; init; }

    /// <summary>On statements that are not paid yet.</summary>
    public long Stated { get; init; }

    /// <summary>Paid.</summary>
    public long Paid { get; init; }

    public long Total => Unstated + Stated + Paid;
}
