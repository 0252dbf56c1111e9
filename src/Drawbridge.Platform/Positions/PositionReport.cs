using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Drawbridge.Platform.Market;

namespace Drawbridge.Platform.Positions;

/// <summary>One column of a report: its name, and the cell of a row (text, integer, decimal, boolean or nothing).</summary>
internal sealed record ReportColumn<T>(string Name, Func<T, object?> Cell);

/// <summary>The reports on positions, one row for each closing deal (WS-74..77).</summary>
internal sealed class PositionReport(Valuation valuation, MarketPrices prices, TimeProvider time)
{
    /// <summary>Columns of open positions in the documented order (WS-74).</summary>
    public IReadOnlyList<ReportColumn<ReportRow<PositionRow>>> Open
    {
        get
        {
            var now = time.GetUtcNow();
            return
            [
                new("login", static r => r.Row.Login),
                new("positionId", static r => r.Row.PositionId),
                new("openTimestamp", static r => Time(r.Row.OpenedAt)),
                new("entryPrice", static r => Price(r.Row, r.Row.EntryPrice)),
                new("direction", static r => r.Row.Direction),
                new("volume", static r => PositionRow.VolumeOf(r.Row.Volume) + 0.00m),
                new("symbol", static r => r.Row.Symbol),
                new("commission", r => r.Row.ToLot() is { } lot ? valuation.Commission(lot, now) + 0.00m : 0.00m),
                new("swap", r => r.Row.ToLot() is { } lot ? valuation.Swap(r.Trader, lot, now) + 0.00m : 0.00m),
                new("bookType", static _ => "BOOK_B"),
                new("stake", r => Stake(r, now)),
                new("spreadBetting", static r => r.Trader.AccountType == "SPREAD_BETTING"),
                new("usedMargin", r => r.Row.ToLot() is { } lot ? decimal.Round(valuation.MarginOf(r.Trader, lot, now), Math.Max(2, r.Trader.MoneyDigits)) : 0.00m),
            ];
        }
    }

    /// <summary>Columns of closed positions in the documented order, or in the older one (WS-75).</summary>
    public IReadOnlyList<ReportColumn<ReportRow<DealRow>>> Closed(bool olderOrder)
    {
        ReportColumn<ReportRow<DealRow>> dealId = new("dealId", static r => r.Row.DealId);
        ReportColumn<ReportRow<DealRow>> entryPrice = new("entryPrice", static r => Price(r.Row, r.Row.EntryPrice)); // volume-weighted: a position is opened at one price
        List<ReportColumn<ReportRow<DealRow>>> columns =
        [
            new("login", static r => r.Row.Login),
            new("positionId", static r => r.Row.PositionId),
            dealId,
            new("openTimestamp", static r => Time(r.Row.OpenedAt)),
            new("closeTimestamp", static r => Time(r.Row.ClosedAt)),
            entryPrice,
            new("closePrice", static r => Price(r.Row, r.Row.ClosePrice)),
            new("direction", static r => r.Row.Direction),
            new("volume", static r => PositionRow.VolumeOf(r.Row.Volume) + 0.00m),
            new("symbol", static r => r.Row.Symbol),
            new("commission", static r => (r.Row.Commission / 100m) + 0.00m),
            new("swap", static r => (r.Row.Swap / 100m) + 0.00m),
            new("pnl", static r => new Protocol.Money.MoneyAmount(r.Row.Pnl, r.Trader.MoneyDigits).ToDecimal()),
            new("depositConversionRate", r => Rate(Quote(r.Row), r.Trader.DepositCurrency, r.Row.ClosedAt)),
            new("usdConversionRate", r => Rate(Quote(r.Row), "USD", r.Row.ClosedAt)),
            new("bookType", static _ => "BOOK_B"),
            new("stake", r => Stake(r, r.Row.ClosedAt)),
            new("spreadBetting", static r => r.Trader.AccountType == "SPREAD_BETTING"),
        ];
        return olderOrder ? [.. columns.Except([entryPrice, dealId]), entryPrice, dealId] : columns;
    }

    public static byte[] Csv<T>(IReadOnlyList<ReportColumn<T>> columns, IReadOnlyList<T> rows)
    {
        var text = new StringBuilder().AppendJoin(',', columns.Select(static column => column.Name)).Append('\n');
        foreach (var row in rows)
        {
            text.AppendJoin(',', columns.Select(column => Text(column.Cell(row)))).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] Json<T>(IReadOnlyList<ReportColumn<T>> columns, IReadOnlyList<T> rows)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartArray();
        foreach (var row in rows)
        {
            writer.WriteStartObject();
            foreach (var column in columns)
            {
                writer.WritePropertyName(column.Name);
                Write(writer, column.Cell(row));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, object? cell)
    {
        switch (cell)
        {
            case null: writer.WriteNullValue(); break;
            case bool truth: writer.WriteBooleanValue(truth); break;
            case long number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            default: writer.WriteStringValue((string)cell); break;
        }
    }

    private static string Text(object? cell) => cell switch
    {
        null => "0.00",
        bool truth => truth ? "true" : "false",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => (string)cell,
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture); // WS-15

    private static decimal Price(PositionRow row, long units) => decimal.Round(PositionRow.PriceOf(units), Symbols.Find(row.Symbol)?.Digits ?? 5);

    private static string Quote(PositionRow row) => Symbols.Find(row.Symbol)?.Quote ?? "USD";

    private decimal Rate(string from, string to, DateTimeOffset at) => decimal.Round(prices.Rate(from, to, at), 8);

    /// <summary>What one point is worth, for spread bets only (WS-76, WS-79).</summary>
    private object? Stake<T>(ReportRow<T> row, DateTimeOffset at)
        where T : PositionRow
    {
        if (row.Trader.AccountType != "SPREAD_BETTING" || Symbols.Find(row.Row.Symbol) is not { } symbol)
        {
            return null;
        }

        var point = PositionRow.VolumeOf(row.Row.Volume) / (decimal)Math.Pow(10, symbol.Digits);
        return decimal.Round(point * prices.Rate(symbol.Quote, row.Trader.DepositCurrency, at), 2) + 0.00m;
    }
}
