namespace Drawbridge.Broker.Partners.Reports;

/// <summary>Whose figures. Numbers are stored.</summary>
internal enum FigureScope
{
    /// <summary>What the partner's own links and traders brought.</summary>
    Own = 1,

    /// <summary>What the network below did.</summary>
    Network = 2,
}

/// <summary>What is counted of one partner on one day for one campaign and in one currency.</summary>
/// <param name="PartnerId">The partner; <see cref="WholeBroker"/> for all.</param>
/// <param name="Scope">Whose.</param>
/// <param name="Day">In the broker's time zone.</param>
/// <param name="LinkId">The campaign; 0 = none.</param>
/// <param name="Currency">Of the amounts; empty for what is counted.</param>
/// <param name="Figures">The figures.</param>
internal sealed record FigureRow(long PartnerId, FigureScope Scope, DateOnly Day, long LinkId, string Currency, Figures Figures)
{
    public const long WholeBroker = 0;

    /// <summary>There is one row of each.</summary>
    public (long PartnerId, FigureScope Scope, DateOnly Day, long LinkId, string Currency) Key => (PartnerId, Scope, Day, LinkId, Currency);
}

/// <summary>Figures, which can be added up. Amounts are exact, and only those of one currency mean something together.</summary>
internal sealed record Figures
{
    public static Figures None { get; } = new();

    /// <summary>Openings of links by people, each visitor once a day.</summary>
    public long Clicks { get; init; }

    /// <summary>Traders who came to their first partner.</summary>
    public long SignUps { get; init; }

    /// <summary>Traders who paid in for the first time.</summary>
    public long FirstDeposits { get; init; }

    /// <summary>Deposits, the first ones among them.</summary>
    public long Deposits { get; init; }

    /// <summary>Partners who came under the partner.</summary>
    public long Partners { get; init; }

    /// <summary>Lots of closed positions.</summary>
    public decimal Lots { get; init; }

    /// <summary>What was paid in.</summary>
    public decimal Deposited { get; init; }

    /// <summary>What the partner earns.</summary>
    public decimal Earned { get; init; }

    public static Figures operator +(Figures one, Figures other) => new()
    {
        Clicks = one.Clicks + other.Clicks, SignUps = one.SignUps + other.SignUps, FirstDeposits = one.FirstDeposits + other.FirstDeposits, Deposits = one.Deposits + other.Deposits,
        Partners = one.Partners + other.Partners, Lots = one.Lots + other.Lots, Deposited = one.Deposited + other.Deposited, Earned = one.Earned + other.Earned,
    };
}
