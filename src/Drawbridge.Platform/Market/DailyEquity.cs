using Drawbridge.Platform.Traders;
using Drawbridge.Storage;

namespace Drawbridge.Platform.Market;

/// <summary>
/// The lowest and highest equity since 00:00 UTC (WS-70), at the moments when something happened, which are written down as they happen,
/// and at every quarter of an hour while something was open.
/// </summary>
internal sealed class DailyEquity(Valuation valuation)
{
    /// <summary>How often the prices are looked at.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(15);

    public static DateTimeOffset DayOf(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>Writes down what something that happens does to the equity, as a part of the caller's write, which holds the account.</summary>
    /// <param name="session">The caller's write.</param>
    /// <param name="trader">The account as it was before.</param>
    /// <param name="before">Its equity just before.</param>
    /// <param name="after">Its equity just after.</param>
    /// <param name="now">When it happens.</param>
    public static Task NoteAsync(DbSession session, TraderRow trader, long before, long after, DateTimeOffset now)
    {
        var day = DayOf(now);
        var (lowest, highest) = (Math.Min(before, after), Math.Max(before, after));
        if (trader.EquityDay == day)
        {
            (lowest, highest) = (Math.Min(lowest, trader.LowestEquity), Math.Max(highest, trader.HighestEquity));
        }

        return session.ExecuteAsync(
            "update platform_trader set equity_day = @day, lowest_equity = @lowest, highest_equity = @highest where login = @Login",
            new { day, lowest, highest, trader.Login });
    }

    /// <param name="trader">The account as it is.</param>
    /// <param name="lots">What was open at some time of the day.</param>
    /// <param name="changes">What changed its money during the day, added up for each <see cref="Step"/>; not needed without lots.</param>
    /// <param name="now">The end of what is looked at.</param>
    public (long Lowest, long Highest) Of(TraderRow trader, IReadOnlyCollection<Lot> lots, IEnumerable<StepOfMoney> changes, DateTimeOffset now)
    {
        var equity = trader.Total + valuation.ValueOf(trader, lots, now).Unrealised;
        var day = DayOf(now);
        var (lowest, highest) = trader.EquityDay == day
            ? (Math.Min(equity, trader.LowestEquity), Math.Max(equity, trader.HighestEquity))
            : (equity, equity);
        if (lots.Count == 0)
        {
            return (lowest, highest);
        }

        var amounts = changes.ToDictionary(static change => change.Step, static change => change.Amount);
        var total = trader.Total;
        for (var step = (now - day).Ticks / Step.Ticks; step >= 0; step--)
        {
            total -= amounts.GetValueOrDefault(step); // back to how the step began
            var time = day + (step * Step);
            if (time < trader.RegisteredAt)
            {
                break;
            }

            equity = total + valuation.ValueOf(trader, lots, time).Unrealised;
            (lowest, highest) = (Math.Min(lowest, equity), Math.Max(highest, equity));
        }

        return (lowest, highest);
    }
}

/// <summary>What changed the money of an account during one step of the day.</summary>
internal sealed class StepOfMoney
{
    public long Login { get; init; }

    /// <summary>Number of the step, the first one is 0.</summary>
    public long Step { get; init; }

    public long Amount { get; init; }
}
