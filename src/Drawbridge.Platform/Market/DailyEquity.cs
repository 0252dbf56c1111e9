using Drawbridge.Platform.Balances;
using Drawbridge.Platform.Traders;

namespace Drawbridge.Platform.Market;

/// <summary>The lowest and highest equity since 00:00 UTC (WS-70), looked at every quarter of an hour and whenever something happened.</summary>
internal sealed class DailyEquity(Valuation valuation)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(15);

    /// <param name="trader">The account as it is.</param>
    /// <param name="lots">What was open at some time of the day.</param>
    /// <param name="changes">What changed its money during the day.</param>
    /// <param name="now">The end of what is looked at.</param>
    public (long Lowest, long Highest) Of(
        TraderRow trader, IReadOnlyCollection<Lot> lots, IReadOnlyCollection<MoneyHistoryRow> changes, DateTimeOffset now)
    {
        var total = trader.Balance + trader.Bonus + trader.NonWithdrawableBonus;
        var (lowest, highest) = (long.MaxValue, long.MinValue);
        foreach (var time in Moments(trader, lots, changes, now))
        {
            var later = changes.Where(change => change.ChangedAt > time).Sum(static change => change.Amount);
            var equity = total - later + valuation.ValueOf(trader, lots, time).Unrealised;
            (lowest, highest) = (Math.Min(lowest, equity), Math.Max(highest, equity));
        }

        return (lowest, highest);
    }

    private static IEnumerable<DateTimeOffset> Moments(
        TraderRow trader, IReadOnlyCollection<Lot> lots, IReadOnlyCollection<MoneyHistoryRow> changes, DateTimeOffset now)
    {
        yield return now;
        if (lots.Count == 0 && changes.Count == 0)
        {
            yield break; // nothing that could have moved it
        }

        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var start = trader.RegisteredAt > midnight ? trader.RegisteredAt : midnight;
        for (var time = start; time < now; time += Step)
        {
            yield return time;
        }

        foreach (var time in changes.Select(static change => change.ChangedAt).Concat(lots.Select(static lot => lot.OpenedAt)).Where(time => time >= start && time < now))
        {
            yield return time;
        }
    }
}
