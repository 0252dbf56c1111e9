using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Rewards.Facts;

/// <summary>The SQL of facts. Each is stored once, whoever tells of it how often. Every statement names the broker (BID-44).</summary>
internal static class FactStore
{
    /// <summary>Columns of a <see cref="TradeFact"/>.</summary>
    public const string TradeColumns = "id, user_id, account_id, symbol, lots, closed_at, commission, deposit_currency, usd_rate";

    /// <summary>Columns of a <see cref="DepositFact"/>.</summary>
    public const string DepositColumns = "id, user_id, account_id, amount, money_digits, currency, occurred_at";

    /// <summary>Stores a closing deal, once. True when it was not there. Part of the caller's write.</summary>
    public static async Task<bool> AddTradeAsync(DbSession session, NewTrade trade) => await session.ExecuteAsync(
        """
        insert into partner_trades (broker_id, user_id, account_id, deal_id, position_id, symbol, volume, lots, opened_at, closed_at, commission, deposit_currency, usd_rate, recorded_at)
        values (@BrokerId, @UserId, @AccountId, @DealId, @PositionId, @Symbol, @Volume, @Lots, @OpenedAt, @ClosedAt, @Commission, @DepositCurrency, @UsdRate, @RecordedAt)
        on conflict (account_id, deal_id) do nothing
        """,
        trade) == 1;

    /// <summary>Stores a deposit that an account has got, once; none when it is not one of the broker's accounts. Part of the caller's write.</summary>
    public static async Task<bool> AddDepositAsync(DbSession session, Payments.Payment payment, string environmentName, DateTimeOffset now) => await session.ExecuteAsync(
        """
        insert into partner_deposits (broker_id, user_id, account_id, payment_id, amount, money_digits, currency, occurred_at, recorded_at)
        select a.broker_id, a.user_id, a.id, @Id, @Amount, @MoneyDigits, @Currency, @now, @now from accounts a
        where a.broker_id = @BrokerId and a.user_id = @UserId and a.trader_login = @TraderLogin and a.environment_name = @environmentName
        on conflict (payment_id) do nothing
        """,
        new { payment.Id, payment.Amount, payment.MoneyDigits, payment.Currency, now, payment.BrokerId, payment.UserId, payment.TraderLogin, environmentName }) == 1;

    /// <summary>Facts of some traders that a qualification looks at: what they closed and paid in. Part of the caller's write.</summary>
    public static async Task<IReadOnlyList<Fact>> ListOfTraderAsync(DbSession session, long brokerId, long userId, DateTimeOffset until) =>
    [
        .. await session.ListAsync<TradeFact>($"select {TradeColumns} from partner_trades where user_id = @userId and broker_id = @brokerId and closed_at <= @until", new { brokerId, userId, until }),
        .. await session.ListAsync<DepositFact>(
            $"select {DepositColumns} from partner_deposits where user_id = @userId and broker_id = @brokerId and occurred_at <= @until", new { brokerId, userId, until }),
    ];

    /// <summary>Rates that were given to facts of a broker, by fact: positive numbers are positions, negative ones deposits. Part of the caller's write.</summary>
    public static async Task<ILookup<long, GivenRate>> ListRatesAsync(DbSession session, long brokerId) =>
        (await session.ListAsync<RateRow>("select trade_id, deposit_id, from_currency, to_currency, rate from partner_fact_rates where broker_id = @brokerId", new { brokerId }))
        .Where(static row => FactRates.TryRead(row.Rate, out _))
        .ToLookup(static row => row.TradeId ?? -row.DepositId!.Value, static row => new GivenRate(row.FromCurrency, row.ToCurrency, decimal.Parse(row.Rate, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The key of a fact in <see cref="ListRatesAsync"/>.</summary>
    public static long KeyOf(Fact fact) => fact is TradeFact ? fact.Id : -fact.Id;

    private sealed record RateRow
    {
        public long? TradeId { get; init; }

        public long? DepositId { get; init; }

        public string FromCurrency { get; init; } = "";

        public string ToCurrency { get; init; } = "";

        public string Rate { get; init; } = "";
    }
}

/// <summary>A closing deal to store.</summary>
internal sealed record NewTrade
{
    public required long BrokerId { get; init; }

    public required long UserId { get; init; }

    public required long AccountId { get; init; }

    public required long DealId { get; init; }

    public required long PositionId { get; init; }

    public required string Symbol { get; init; }

    /// <summary>Units of the base asset, in 10^-8.</summary>
    public required long Volume { get; init; }

    /// <summary>In 10^-8.</summary>
    public required long Lots { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }

    public required DateTimeOffset ClosedAt { get; init; }

    /// <summary>In USD, in 10^-8.</summary>
    public required long Commission { get; init; }

    public required string DepositCurrency { get; init; }

    /// <summary>From USD to <see cref="DepositCurrency"/>; null = the platform did not tell.</summary>
    public string? UsdRate { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}
