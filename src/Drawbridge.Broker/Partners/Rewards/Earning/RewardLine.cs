namespace Drawbridge.Broker.Partners.Rewards.Earning;

/// <summary>What a reward is for. Numbers are stored.</summary>
internal enum RewardKind
{
    PerLot = 1,
    Cpa = 2,
    RevenueShare = 3,

    /// <summary>What an account cannot take is taken off a statement, and comes back for the next one.</summary>
    CarriedOver = 4,
}

/// <summary>What one partner earns by one fact, and how it came about.</summary>
/// <param name="PartnerId">Who.</param>
/// <param name="Level">1 = the trader's own partner, 2 = the one above, and so on.</param>
/// <param name="Kind">What for.</param>
/// <param name="Amount">In 10^-8 of the currency.</param>
/// <param name="Base">What all levels share.</param>
/// <param name="Share">The share of this level, in millionths.</param>
/// <param name="Plan">By which version of which plan.</param>
/// <param name="AttributionEventId">The line of the ledger by which the trader was the partner's.</param>
internal sealed record RewardLine(long PartnerId, int Level, RewardKind Kind, long Amount, long Base, int Share, Plans.RewardPlanVersion Plan, long? AttributionEventId);

/// <summary>What keeps a fact or a statement. Numbers are stored.</summary>
internal enum HoldReason
{
    /// <summary>No rate is stored with the fact for what has to be converted; the detail names both currencies.</summary>
    NoRate = 1,

    /// <summary>The partner has no live account in the currency of the statement.</summary>
    NoAccount = 2,

    /// <summary>Somebody of the staff wants to look into it.</summary>
    Staff = 3,
}

/// <summary>What came of a fact.</summary>
/// <param name="Lines">Who earns what; none when nobody does.</param>
/// <param name="MissingRate">The rate without which it has to wait, such as <c>USD to GBP</c>; then there are no lines.</param>
/// <param name="Silent">Levels that would earn but do not, and why.</param>
internal sealed record RewardOutcome(IReadOnlyList<RewardLine> Lines, string? MissingRate, IReadOnlyList<SilentLevel> Silent)
{
    public static RewardOutcome Nothing { get; } = new([], null, []);
}

/// <summary>A level that gets nothing.</summary>
/// <param name="Level">Which.</param>
/// <param name="PartnerId">Who stands there.</param>
/// <param name="Why">Why not, for people.</param>
internal sealed record SilentLevel(int Level, long PartnerId, string Why);
