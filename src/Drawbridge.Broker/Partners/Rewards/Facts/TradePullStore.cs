using System.Globalization;
using System.Text.Json;
using Drawbridge.Broker.Management;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Rewards.Facts;

/// <summary>How far the closed positions of a broker were read.</summary>
/// <param name="ReadUntil">Positions opened before are read as they were then.</param>
/// <param name="Days">Days of opening that have to be looked at (again).</param>
/// <param name="ReadAt">When it was tried last.</param>
/// <param name="Fault">Why that did not work; null = it did.</param>
internal sealed record TradePullState(DateTimeOffset ReadUntil, IReadOnlySet<DateOnly> Days, DateTimeOffset ReadAt, string? Fault);

/// <summary>The SQL of how far closed positions were read.</summary>
internal sealed class TradePullStore(Database database)
{
    private const string Columns = "broker_id, read_until, open_days, read_at, fault";
    private const string Format = "yyyy-MM-dd";

    /// <summary>Null before the first time.</summary>
    public async Task<TradePullState?> FindAsync(long brokerId, CancellationToken cancellationToken) =>
        (await database.ReadAsync(session => session.FindAsync<Row>($"select {Columns} from partner_trade_pulls where broker_id = @brokerId", new { brokerId }), cancellationToken))?.ToState();

    /// <summary>Of some brokers, by broker; those that were never read are missing.</summary>
    public async Task<IReadOnlyDictionary<long, TradePullState>> ListAsync(BrokerScope scope, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            session => session.ListAsync<Row>($"select {Columns} from partner_trade_pulls where broker_id in {BrokerScope.Sql}", new { scope.CrmId, scope.StaffId }), cancellationToken))
        .ToDictionary(static row => row.BrokerId, static row => row.ToState());

    /// <summary>Writes it down.</summary>
    public Task PutAsync(long brokerId, TradePullState state, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            $"""
            insert into partner_trade_pulls (broker_id, read_until, open_days, read_at, fault)
            values (@brokerId, @ReadUntil, {session.Dialect.Choose("cast(@days as jsonb)", "@days")}, @ReadAt, @Fault)
            on conflict (broker_id) do update set read_until = excluded.read_until, open_days = excluded.open_days, read_at = excluded.read_at, fault = excluded.fault
            """,
            new { brokerId, state.ReadUntil, days = JsonSerializer.Serialize(state.Days.Order().Select(static day => day.ToString(Format, CultureInfo.InvariantCulture))), state.ReadAt, state.Fault }),
        cancellationToken);

    private sealed record Row
    {
        public long BrokerId { get; init; }

        public DateTimeOffset ReadUntil { get; init; }

        public string OpenDays { get; init; } = "";

        public DateTimeOffset ReadAt { get; init; }

        public string? Fault { get; init; }

        public TradePullState ToState() =>
            new(ReadUntil, JsonSerializer.Deserialize<List<string>>(OpenDays)!.Select(static day => DateOnly.ParseExact(day, Format, CultureInfo.InvariantCulture)).ToHashSet(), ReadAt, Fault);
    }
}
