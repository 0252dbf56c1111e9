using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Links.Clicks;

/// <summary>The SQL of clicks. Every statement names the broker (BID-44).</summary>
internal sealed class PartnerClickStore(Database database, TimeProvider time)
{
    private const string Columns = "partner_id, link_id, reference, findings, last_at";

    /// <summary>
    /// Writes down that a visitor opened a link, and returns the reference: that of the first time if the visitor did so before on the same day and in the same way. However many come at
    /// once, it is one line.
    /// </summary>
    public Task<string> AddAsync(PartnerLink link, byte[] visitor, AttributionFinding findings, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.GetAsync<string>(
            """
            insert into partner_clicks (broker_id, partner_id, link_id, reference, visitor, counted, findings, occurred_at, last_at)
            values (@BrokerId, @PartnerId, @Id, @reference, @visitor, @counted, @findings, @now, @now)
            on conflict (link_id, visitor, findings) do update set repeats = partner_clicks.repeats + 1, last_at = excluded.last_at
            returning reference
            """,
            new
            {
                link.BrokerId, link.PartnerId, link.Id, reference = ClickReference.New(), visitor, counted = findings == AttributionFinding.None, findings = (int)findings, now = time.GetUtcNow(),
            }),
        cancellationToken);

    /// <summary>The broker's clicks with these references. Part of the caller's read or write.</summary>
    public static Task<IReadOnlyList<PartnerClick>> ListAsync(DbSession session, long brokerId, string[] references) => session.ListAsync<PartnerClick>(
        $"select {Columns} from partner_clicks where broker_id = @brokerId and {session.Dialect.In("reference", "@references")} order by last_at, id", new { brokerId, references });

    /// <summary>References of links that the visitor's browser loaded today without anybody opening them, a few.</summary>
    public Task<IReadOnlyList<string>> ListNotOpenedAsync(long brokerId, byte[] visitor, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<string>(
            "select reference from partner_clicks where broker_id = @brokerId and visitor = @visitor and findings = @notOpened order by last_at desc limit @limit",
            new { brokerId, visitor, notOpened = (int)AttributionFinding.NotOpened, limit }),
        cancellationToken);

    /// <summary>How many people opened links of a partner since a time.</summary>
    public Task<long> CountAsync(long brokerId, long partnerId, DateTimeOffset since, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.GetAsync<long>(
            "select count(*) from partner_clicks where broker_id = @brokerId and partner_id = @partnerId and occurred_at >= @since and counted", new { brokerId, partnerId, since }),
        cancellationToken);

    /// <summary>Removes clicks of a broker from before a time. The ledger keeps what it has of them.</summary>
    public Task<int> ForgetAsync(long brokerId, DateTimeOffset before, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync("delete from partner_clicks where broker_id = @brokerId and occurred_at < @before", new { brokerId, before }), cancellationToken);
}
