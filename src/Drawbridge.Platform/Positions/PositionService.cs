using Drawbridge.Platform.Market;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Positions;

/// <summary>Trading of a session's user, at the prices of the moment.</summary>
internal sealed class PositionService(
    PositionStore store, SessionAccounts accounts, Valuation valuation, MarketPrices prices, TimeProvider time)
{
    private const decimal LargestVolume = 100_000_000;

    private static readonly PlatformFault NoSession = new("SESSION_NOT_FOUND", "The session is unknown or over.", Status: 404);

    private static readonly PlatformFault NoPosition = new("POSITION_NOT_FOUND", "There is no such position.", Status: 404);

    private static readonly PlatformFault NotAllowed = new(PlatformErrorCode.NotEnoughRights, "The account's access rights do not allow it.");

    private static readonly PlatformFault NotEnough = new(PlatformErrorCode.NotEnoughMoney, "There is not enough free margin.");

    public async Task<Outcome<PositionView>> OpenAsync(string sessionId, OpenPositionRequest request, CancellationToken cancellationToken)
    {
        if (Symbols.Find(request.Symbol) is not { } symbol || request.Direction is not ("BUY" or "SELL")
            || request.Volume is not (> 0 and <= LargestVolume and var volume) || PositionRow.VolumeOf(PositionRow.VolumeUnits(volume)) != volume)
        {
            return PlatformFault.Invalid("symbol, direction (BUY or SELL) and volume (up to two decimals) are required.");
        }

        if (await accounts.FindAsync(sessionId, request.Login, cancellationToken) is not { } login)
        {
            return NoSession;
        }

        var now = time.GetUtcNow();
        var isBuy = request.Direction == "BUY";
        var lot = new Lot(symbol, isBuy, volume, isBuy ? prices.Ask(symbol, now) : prices.Bid(symbol, now), now);
        var opened = await store.OpenAsync(login, (trader, open) => Decide(trader, open, lot), cancellationToken);
        return opened switch
        {
            Outcome<PositionRow>.Done { Value: var row } => PositionView.Of(row),
            Outcome<PositionRow>.Refused { Fault: var fault } => fault,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Closes a position, or the given part of its volume.</summary>
    public async Task<Outcome<DealView>> CloseAsync(string sessionId, long positionId, long? login, decimal? volume, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(sessionId, login, cancellationToken) is not { } account)
        {
            return NoSession;
        }

        var closed = await store.CloseAsync(account, positionId, (trader, position) => Decide(trader, position, volume), cancellationToken);
        return closed switch
        {
            Outcome<DealRow>.Done { Value: var deal } => new DealView(deal.DealId, deal.PositionId, PositionRow.PriceOf(deal.ClosePrice), PositionRow.VolumeOf(deal.Volume), deal.Pnl),
            Outcome<DealRow>.Refused { Fault: var fault } => fault,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Outcome<Lot> Decide(TraderRow? trader, IReadOnlyList<PositionRow> open, Lot lot)
    {
        if (trader?.AccessRights != "FULL_ACCESS")
        {
            return NotAllowed; // B2P-3.3-2
        }

        List<Lot> lots = [.. open.Select(static row => row.ToLot()).OfType<Lot>()];
        var before = valuation.ValueOf(trader, lots, lot.OpenedAt);
        var after = valuation.ValueOf(trader, [.. lots, lot], lot.OpenedAt);
        var equity = trader.Balance + trader.Bonus + trader.NonWithdrawableBonus + before.Unrealised;
        return equity >= after.UsedMargin ? lot : NotEnough;
    }

    private Outcome<DealRow> Decide(TraderRow? trader, PositionRow? position, decimal? volume)
    {
        if (trader is null || position?.ToLot() is not { } whole)
        {
            return NoPosition;
        }

        if (trader.AccessRights is "NO_TRADING" or "NO_LOGIN")
        {
            return NotAllowed;
        }

        var now = time.GetUtcNow();
        var part = whole with { Volume = volume ?? whole.Volume, ClosedAt = now };
        if (part.Volume <= 0 || part.Volume > whole.Volume || PositionRow.VolumeOf(PositionRow.VolumeUnits(part.Volume)) != part.Volume)
        {
            return PlatformFault.Invalid("volume must be above zero and at most that of the position.");
        }

        var price = valuation.PriceOf(part, now);
        return new DealRow
        {
            PositionId = position.PositionId,
            Login = position.Login,
            Symbol = position.Symbol,
            Direction = position.Direction,
            Volume = PositionRow.VolumeUnits(part.Volume),
            EntryPrice = position.EntryPrice,
            ClosePrice = PositionRow.PriceUnits(price),
            Commission = (long)(valuation.Commission(part, now) * 100),
            Swap = (long)(valuation.Swap(trader, part, now) * 100),
            Pnl = Valuation.Units(trader, valuation.NetProfit(trader, part, price, now)),
            OpenedAt = position.OpenedAt,
            ClosedAt = now,
        };
    }
}
