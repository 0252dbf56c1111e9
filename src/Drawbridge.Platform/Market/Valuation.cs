using Drawbridge.Platform.Traders;

namespace Drawbridge.Platform.Market;

/// <summary>What lots are worth. Decimal arithmetic throughout; what an account gets is rounded to its digits once, at the end.</summary>
internal sealed class Valuation(MarketPrices prices)
{
    private const decimal CommissionRate = 0.00003m;
    private const decimal SwapRate = 0.00005m;

    /// <summary>What the open ones among these lots do to an account at a moment.</summary>
    public AccountValue ValueOf(TraderRow trader, IReadOnlyCollection<Lot> lots, DateTimeOffset time)
    {
        var open = lots.Where(lot => lot.IsOpenAt(time)).ToList();
        return new(open.Sum(lot => Units(trader, NetProfit(trader, lot, PriceOf(lot, time), time))), UsedMargin(trader, open, time));
    }

    /// <summary>The price at which a lot can be closed.</summary>
    public decimal PriceOf(Lot lot, DateTimeOffset time) => lot.IsBuy ? prices.Bid(lot.Symbol, time) : prices.Ask(lot.Symbol, time);

    /// <summary>Profit after commission and swap, in currency units of the account.</summary>
    public decimal NetProfit(TraderRow trader, Lot lot, decimal price, DateTimeOffset time)
    {
        var gross = (price - lot.EntryPrice) * lot.Volume * (lot.IsBuy ? 1 : -1) * prices.Rate(lot.Symbol.Quote, trader.DepositCurrency, time);
        return gross - ((Commission(lot, time) + Swap(trader, lot, time)) * prices.Rate("USD", trader.DepositCurrency, time));
    }

    /// <summary>In USD, on the volume (WS-76).</summary>
    public decimal Commission(Lot lot, DateTimeOffset time) => decimal.Round(NotionalUsd(lot, time) * CommissionRate, 2);

    /// <summary>In USD, for each midnight (UTC) that the lot has been open. Swap-free accounts pay none.</summary>
    public decimal Swap(TraderRow trader, Lot lot, DateTimeOffset time)
    {
        var nights = ((lot.ClosedAt ?? time).UtcDateTime.Date - lot.OpenedAt.UtcDateTime.Date).Days;
        return trader.SwapFree ? 0 : decimal.Round(NotionalUsd(lot, time) * SwapRate * Math.Max(0, nights), 2);
    }

    /// <summary>Margin of one lot, in currency units of the account.</summary>
    public decimal MarginOf(TraderRow trader, Lot lot, DateTimeOffset time) =>
        lot.EntryPrice * lot.Volume * prices.Rate(lot.Symbol.Quote, trader.DepositCurrency, time) * 100 / trader.LeverageInCents;

    /// <summary>An amount in the account's smallest units.</summary>
    public static long Units(TraderRow trader, decimal amount)
    {
        for (var digit = 0; digit < trader.MoneyDigits; digit++)
        {
            amount *= 10;
        }

        return (long)decimal.Round(amount);
    }

    /// <summary>Per symbol the larger side, both, or their difference (B2P-3.3-10).</summary>
    private long UsedMargin(TraderRow trader, List<Lot> open, DateTimeOffset time) => open.GroupBy(static lot => lot.Symbol.Name).Sum(symbol =>
    {
        var buys = symbol.Where(static lot => lot.IsBuy).Sum(lot => MarginOf(trader, lot, time));
        var sells = symbol.Where(static lot => !lot.IsBuy).Sum(lot => MarginOf(trader, lot, time));
        return Units(trader, trader.TotalMarginCalculationType switch
        {
            "SUM" => buys + sells,
            "NET" => decimal.Abs(buys - sells),
            _ => decimal.Max(buys, sells),
        });
    });

    private decimal NotionalUsd(Lot lot, DateTimeOffset time) => lot.EntryPrice * lot.Volume * prices.Rate(lot.Symbol.Quote, "USD", time);
}
