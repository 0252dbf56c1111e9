using Drawbridge.Broker.Partners.Rewards.Plans;

namespace Drawbridge.Broker.Partners.Rewards;

/// <summary>Which statements a broker makes by itself.</summary>
public enum StatementPeriod
{
    /// <summary>None: staff begins each run.</summary>
    ByHand,

    /// <summary>Of each week, which begins on Monday.</summary>
    Weekly,

    /// <summary>Of each month.</summary>
    Monthly,
}

/// <summary>How partners are paid; what they earn stand in plans.</summary>
public sealed record RewardSettings
{
    /// <summary>Units of the base asset in a lot of a symbol that <see cref="LotSizes"/> does not name.</summary>
    internal const decimal StandardLot = 100_000m;

    /// <summary>How often closed positions are read from the platform. Default hourly.</summary>
    public TimeSpan PullInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What a lot is where it is not 100,000 units of the base asset, such as 100 for <c>XAU*</c>; the first that fits counts. A change holds for what is read afterwards.</summary>
    public IReadOnlyList<LotSize> LotSizes { get; init; } = [];

    /// <summary>Which statements are made by themselves, in UTC. Default none.</summary>
    public StatementPeriod Statements { get; init; }

    /// <summary>Whether two people have to agree to a statement before it is paid. Default one.</summary>
    public bool FourEyes { get; init; }

    /// <summary>What a partner must have earned for a statement, in its currency; less waits for the next one. Default nothing.</summary>
    public decimal MinimumPayout { get; init; }

    /// <summary>Units of the base asset in a lot of a symbol.</summary>
    internal decimal LotOf(string symbol) => LotSizes.FirstOrDefault(size => size.Symbols.Any(pattern => SymbolPattern.Fits(pattern, symbol)))?.Units ?? StandardLot;
}

/// <summary>What a lot of some symbols is.</summary>
public sealed record LotSize
{
    /// <summary>Names such as <c>XAUUSD</c>, or <c>XAU*</c> for all that begin so.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>Units of the base asset.</summary>
    public decimal Units { get; init; }
}
