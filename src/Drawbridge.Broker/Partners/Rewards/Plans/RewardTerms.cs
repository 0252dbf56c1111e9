using System.Text.Json.Serialization;

namespace Drawbridge.Broker.Partners.Rewards.Plans;

/// <summary>What a plan pays. At least one of <see cref="PerLot"/>, <see cref="Cpa"/> and <see cref="RevenueShare"/>; several make a hybrid.</summary>
internal sealed record RewardTerms
{
    /// <summary>The currency of every amount here, ISO 4217.</summary>
    public string Currency { get; init; } = "";

    /// <summary>An amount for each lot that is closed.</summary>
    public PerLotTerms? PerLot { get; init; }

    /// <summary>An amount for each trader who qualifies.</summary>
    public CpaTerms? Cpa { get; init; }

    /// <summary>A part of what the broker has earned.</summary>
    public RevenueTerms? RevenueShare { get; init; }

    /// <summary>What each level gets, in percent: first the trader's own partner, then the one above, and so on. Never more than 100 together.</summary>
    public IReadOnlyList<decimal> Levels { get; init; } = [100];

    /// <summary>What people call it.</summary>
    [JsonIgnore]
    public string Kind => (PerLot, Cpa, RevenueShare) switch
    {
        (not null, null, null) => "per lot",
        (null, not null, null) => "CPA",
        (null, null, not null) => "revenue share",
        _ => "hybrid",
    };
}

/// <summary>An amount for each lot that is closed.</summary>
internal sealed record PerLotTerms
{
    /// <summary>For symbols of no group.</summary>
    public decimal Amount { get; init; }

    /// <summary>Other amounts for some symbols; the first that fits counts.</summary>
    public IReadOnlyList<SymbolAmount> Groups { get; init; } = [];

    /// <summary>The amount for a lot of a symbol.</summary>
    public decimal For(string symbol) => Groups.FirstOrDefault(group => group.Fits(symbol))?.Amount ?? Amount;
}

/// <summary>An amount for a lot of some symbols.</summary>
internal sealed record SymbolAmount
{
    /// <summary>Names such as <c>EURUSD</c>; with <c>*</c> at the end, all that begin so. Capitals and small letters are the same.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>For each lot.</summary>
    public decimal Amount { get; init; }

    /// <summary>Whether a symbol is one of them.</summary>
    public bool Fits(string symbol) => Symbols.Any(pattern => SymbolPattern.Fits(pattern, symbol));
}

/// <summary>An amount for each trader who qualifies, once in the trader's life.</summary>
internal sealed record CpaTerms
{
    /// <summary>What is paid.</summary>
    public decimal Amount { get; init; }

    /// <summary>What the trader has to pay in, all together; 0 = nothing.</summary>
    public decimal MinimumDeposit { get; init; }

    /// <summary>How many lots the trader has to close; 0 = none.</summary>
    public decimal MinimumLots { get; init; }

    /// <summary>Within how many days of signing up.</summary>
    public int WithinDays { get; init; } = 30;
}

/// <summary>A part of what the broker has earned with a closed position: the commission, and the markup that the broker puts on the spread.</summary>
internal sealed record RevenueTerms
{
    /// <summary>Of what was earned, above 0 to 100.</summary>
    public decimal Percent { get; init; }

    /// <summary>Whether the commission counts.</summary>
    public bool Commission { get; init; } = true;

    /// <summary>What the markup earns by the lot; reports of the platform do not tell it. Null = it does not count.</summary>
    public PerLotTerms? Markup { get; init; }
}
