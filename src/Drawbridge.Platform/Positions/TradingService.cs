using Drawbridge.Platform.Market;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Wire;

namespace Drawbridge.Platform.Positions;

/// <summary>An account with its open positions as its owner sees them, at the prices of the moment.</summary>
internal sealed class TradingService(SessionAccounts accounts, PositionStore positions, TraderStore traders, Valuation valuation, TimeProvider time)
{
    private static readonly PlatformFault NoAccount = new("SESSION_NOT_FOUND", "The session is unknown or over, or has no such account.", Status: 404);

    public async Task<Outcome<TradingView>> GetAsync(string sessionId, long? login, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(sessionId, login, cancellationToken) is not { } account || await traders.FindAsync(account, cancellationToken) is not { } trader)
        {
            return NoAccount;
        }

        var now = time.GetUtcNow();
        var rows = await positions.ListOpenAsync(account, cancellationToken);
        var value = valuation.ValueOf(trader, [.. rows.Select(static row => row.ToLot()).OfType<Lot>()], now);
        var equity = trader.Balance + trader.Bonus + trader.NonWithdrawableBonus + value.Unrealised;
        return new TradingView(account, trader.Balance, equity, value.UsedMargin, equity - value.UsedMargin, [.. rows.Select(row => ViewOf(trader, row, now))]);
    }

    private OpenPositionView ViewOf(TraderRow trader, PositionRow row, DateTimeOffset now)
    {
        var lot = row.ToLot();
        var price = lot is null ? PositionRow.PriceOf(row.EntryPrice) : valuation.PriceOf(lot, now);
        return new(
            row.PositionId,
            row.Symbol,
            row.Direction,
            PositionRow.VolumeOf(row.Volume),
            PositionRow.PriceOf(row.EntryPrice),
            price,
            lot is null ? 0 : Valuation.Units(trader, valuation.NetProfit(trader, lot, price, now)),
            row.OpenedAt.ToUnixTimeMilliseconds());
    }
}
