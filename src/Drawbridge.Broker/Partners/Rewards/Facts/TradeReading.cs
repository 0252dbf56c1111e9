using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Rewards.Facts;

/// <summary>Stores what a report on closed positions tells of the broker's live accounts (WS-44, WS-75).</summary>
internal sealed class TradeReading(Database database, TimeProvider time)
{
    private const int Batch = 1000;
    private const string Usd = "USD";

    /// <summary>Stores rows of a report, each closing deal once. Rows of accounts that the broker does not have are passed over.</summary>
    /// <returns>How many were new.</returns>
    /// <exception cref="InvalidOperationException">The report lacks what tells one deal from another.</exception>
    public async Task<long> StoreAsync(BrokerEntity broker, IReadOnlyList<ClosedPosition> rows, CancellationToken cancellationToken)
    {
        var added = 0L;
        foreach (var batch in rows.Chunk(Batch))
        {
            var accounts = (await database.ReadAsync(session => ListAccountsAsync(session, broker, [.. batch.Select(static row => row.Login).Distinct()]), cancellationToken))
                .ToDictionary(static account => account.TraderLogin);
            var trades = batch.Where(row => accounts.ContainsKey(row.Login)).Select(row => Read(broker, accounts[row.Login], row)).ToList();
            added += await database.WriteAsync(
                async session =>
                {
                    var count = 0L;
                    foreach (var trade in trades)
                    {
                        count += await FactStore.AddTradeAsync(session, trade) ? 1 : 0;
                    }

                    return count;
                },
                cancellationToken);
        }

        return added;
    }

    private NewTrade Read(BrokerEntity broker, AccountRow account, ClosedPosition row)
    {
        if (row is not { DealId: { } deal, CloseTimestamp: { } closedAt, Volume: { } volume, Symbol: { Length: > 0 } symbol })
        {
            throw new InvalidOperationException("The report on closed positions has no dealId, closeTimestamp, volume or symbol in some row; see the names of its columns (WS-75).");
        }

        return new()
        {
            BrokerId = broker.Id, UserId = account.UserId, AccountId = account.Id, DealId = deal, PositionId = row.PositionId, Symbol = symbol, Volume = RewardMoney.Cut(volume),
            Lots = RewardMoney.Cut(volume / broker.Settings.Partners.Rewards.LotOf(symbol)), OpenedAt = row.OpenTimestamp, ClosedAt = closedAt,
            Commission = RewardMoney.Cut(row.Commission ?? 0), DepositCurrency = account.DepositCurrency, UsdRate = RateOf(account, row), RecordedAt = time.GetUtcNow(),
        };
    }

    /// <summary>Both rates of the report are from the quote asset, so that one by the other leads from USD to the currency of the account.</summary>
    private static string? RateOf(AccountRow account, ClosedPosition row) =>
        account.DepositCurrency == Usd ? "1"
        : row is { DepositConversionRate: > 0 and var deposit, UsdConversionRate: > 0 and var usd } ? (deposit / usd).ToString(CultureInfo.InvariantCulture)
        : null;

    /// <summary>Demo accounts are at another environment, so that they never count.</summary>
    private static Task<IReadOnlyList<AccountRow>> ListAccountsAsync(DbSession session, BrokerEntity broker, long[] logins) => session.ListAsync<AccountRow>(
        $"""
        select id, user_id, trader_login, deposit_currency from accounts
        where broker_id = @brokerId and environment_name = @environment and {session.Dialect.In("trader_login", "@logins")}
        """,
        new { brokerId = broker.Id, environment = broker.Settings.Platform.EnvironmentName, logins });

    private sealed record AccountRow
    {
        public long Id { get; init; }

        public long UserId { get; init; }

        public long TraderLogin { get; init; }

        public string DepositCurrency { get; init; } = "";
    }
}
