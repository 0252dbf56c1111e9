using Drawbridge.Platform.Positions;
using Drawbridge.Platform.Traders;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Market;

/// <summary>Accounts as a broker sees them, valued at the prices of the moment (WS-70).</summary>
internal sealed class TraderEntities(PositionStore positions, Valuation valuation, DailyEquity daily, TimeProvider time)
{
    /// <summary>The same accounts in the same order.</summary>
    public async Task<IReadOnlyList<TraderEntity>> OfAsync(IReadOnlyList<TraderRow> traders, CancellationToken cancellationToken)
    {
        if (traders.Count == 0)
        {
            return [];
        }

        var now = time.GetUtcNow();
        var day = DailyEquity.DayOf(now);
        var active = traders.Where(trader => trader.OpenPositions > 0 || trader.LastDealAt >= day).Select(static trader => trader.Login).ToArray();
        var trading = active.Length > 0 ? await positions.ListTradingAsync(active, day, cancellationToken) : TradingOfAccounts.None;
        return [.. traders.Select(trader =>
        {
            var lots = trading.Lots[trader.Login].ToList();
            var (lowest, highest) = daily.Of(trader, lots, trading.Changes[trader.Login], now);
            return trader.ToEntity(valuation.ValueOf(trader, lots, now)) with { MinEquityDaily = lowest, MaxEquityDaily = highest };
        })];
    }

    public async Task<TraderEntity> OfAsync(TraderRow trader, CancellationToken cancellationToken) =>
        (await OfAsync([trader], cancellationToken))[0];
}
