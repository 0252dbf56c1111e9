using System.Globalization;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Reports;

/// <summary>The SQL of figures by day. Every statement names the broker (BID-44).</summary>
internal sealed class FigureStore(Database database)
{
    private const string Columns = "partner_id, scope, day, link_id, currency, clicks, sign_ups, first_deposits, deposits, partners, lots, deposited, earned";

    /// <summary>
    /// What there is of a partner, or of the whole broker, from one day to another, both included. Not by "scope in (1, 2)": SQLite 3.35.5, once it has statistics, leaves rows
    /// out where a list comes before a range in an index.
    /// </summary>
    public async Task<IReadOnlyList<FigureRow>> ListAsync(long brokerId, long partnerId, DateOnly from, DateOnly until, CancellationToken cancellationToken) => Read(await database.ReadAsync(
        session => session.ListAsync<Row>(
            $"""
            select {Columns} from partner_figures where broker_id = @brokerId and partner_id = @partnerId and scope = 1 and day >= @first and day <= @last
            union all
            select {Columns} from partner_figures where broker_id = @brokerId and partner_id = @partnerId and scope = 2 and day >= @first and day <= @last
            order by scope, day, link_id, currency
            """,
            new { brokerId, partnerId, first = (long)from.DayNumber, last = (long)until.DayNumber }),
        cancellationToken));

    /// <summary>The partners of a broker with the most sign-ups, or clicks among those who have as many, from one day to another.</summary>
    public Task<IReadOnlyList<RankedPartner>> RankAsync(long brokerId, DateOnly from, DateOnly until, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<RankedPartner>(
            """
            select f.partner_id, p.name, p.identifier, cast(sum(f.clicks) as bigint) as clicks, cast(sum(f.sign_ups) as bigint) as sign_ups,
              cast(sum(f.first_deposits) as bigint) as first_deposits, cast(sum(f.deposits) as bigint) as deposits
            from partner_figures f join partners p on p.id = f.partner_id and p.broker_id = f.broker_id
            where f.broker_id = @brokerId and f.day >= @first and f.day <= @last and f.scope = 1 and f.currency = ''
            group by f.partner_id, p.name, p.identifier
            order by sum(f.sign_ups) desc, sum(f.first_deposits) desc, sum(f.clicks) desc, f.partner_id limit @limit
            """,
            new { brokerId, first = (long)from.DayNumber, last = (long)until.DayNumber, limit }),
        cancellationToken);

    /// <summary>Rows of all partners of a broker, day by day, behind one; some at a time.</summary>
    public async Task<IReadOnlyList<FigureRow>> ListBehindAsync(long brokerId, DateOnly from, DateOnly until, FigureRow? last, int limit, CancellationToken cancellationToken) => Read(await database.ReadAsync(
        session => session.ListAsync<Row>(
            $"""
            select {Columns} from partner_figures
            where broker_id = @brokerId and day >= @first and day <= @until and partner_id > 0
            and (day, partner_id, scope, link_id, currency) > (@day, @partnerId, @scope, @linkId, @currency)
            order by day, partner_id, scope, link_id, currency limit @limit
            """,
            new
            {
                brokerId, first = (long)Math.Max(from.DayNumber, last?.Day.DayNumber ?? 0), until = (long)until.DayNumber, day = (long)(last?.Day.DayNumber ?? 0), partnerId = last?.PartnerId ?? 0,
                scope = last is null ? 0 : (int)last.Scope, linkId = last?.LinkId ?? 0, currency = last?.Currency ?? "", limit,
            }),
        cancellationToken));

    /// <summary>All rows of a day.</summary>
    public async Task<IReadOnlyList<FigureRow>> ListDayAsync(long brokerId, DateOnly day, CancellationToken cancellationToken) => Read(await database.ReadAsync(
        session => session.ListAsync<Row>($"select {Columns} from partner_figures where broker_id = @brokerId and day = @day", new { brokerId, day = (long)day.DayNumber }), cancellationToken));

    /// <summary>Adds a row or puts it in the place of the one that was there. Part of the caller's write.</summary>
    public static Task PutAsync(DbSession session, long brokerId, FigureRow row) => session.ExecuteAsync(
        $"""
        insert into partner_figures (broker_id, {Columns})
        values (@brokerId, @PartnerId, @scope, @day, @LinkId, @Currency, @Clicks, @SignUps, @FirstDeposits, @Deposits, @Partners, @lots, @deposited, @earned)
        on conflict (broker_id, partner_id, scope, day, link_id, currency) do update set
          clicks = excluded.clicks, sign_ups = excluded.sign_ups, first_deposits = excluded.first_deposits, deposits = excluded.deposits, partners = excluded.partners,
          lots = excluded.lots, deposited = excluded.deposited, earned = excluded.earned
        """,
        new
        {
            brokerId, row.PartnerId, scope = (int)row.Scope, day = (long)row.Day.DayNumber, row.LinkId, row.Currency, row.Figures.Clicks, row.Figures.SignUps, row.Figures.FirstDeposits,
            row.Figures.Deposits, row.Figures.Partners, lots = Text(row.Figures.Lots), deposited = Text(row.Figures.Deposited), earned = Text(row.Figures.Earned),
        });

    /// <summary>Takes a row away. Part of the caller's write.</summary>
    public static Task RemoveAsync(DbSession session, long brokerId, FigureRow row) => session.ExecuteAsync(
        """
        delete from partner_figures
        where broker_id = @brokerId and partner_id = @PartnerId and scope = @scope and day = @day and link_id = @LinkId and currency = @Currency
        """,
        new { brokerId, row.PartnerId, scope = (int)row.Scope, day = (long)row.Day.DayNumber, row.LinkId, row.Currency });

    /// <summary>When the figures of a broker were brought up to date; null = never.</summary>
    public Task<DateTimeOffset?> FindCountedAtAsync(long brokerId, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FindAsync<DateTimeOffset?>("select counted_at from partner_figure_brokers where broker_id = @brokerId", new { brokerId }), cancellationToken);

    /// <summary>What the campaigns of a partner are called.</summary>
    public async Task<IReadOnlyDictionary<long, string>> ListCampaignsAsync(long brokerId, long partnerId, CancellationToken cancellationToken) => (await database.ReadAsync(
        session => session.ListAsync<CampaignRow>("select id, name from partner_links where broker_id = @brokerId and partner_id = @partnerId", new { brokerId, partnerId }),
        cancellationToken)).ToDictionary(static row => row.Id, static row => row.Name);

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static List<FigureRow> Read(IReadOnlyList<Row> rows) =>
    [
        .. rows.Select(static row => new FigureRow(row.PartnerId, row.Scope, DateOnly.FromDayNumber((int)row.Day), row.LinkId, row.Currency, new()
        {
            Clicks = row.Clicks, SignUps = row.SignUps, FirstDeposits = row.FirstDeposits, Deposits = row.Deposits, Partners = row.Partners,
            Lots = Number(row.Lots), Deposited = Number(row.Deposited), Earned = Number(row.Earned),
        })),
    ];

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private sealed record CampaignRow
    {
        public long Id { get; init; }

        public string Name { get; init; } = "";
    }

    private sealed record Row
    {
        public long PartnerId { get; init; }

        public FigureScope Scope { get; init; }

        public long Day { get; init; }

        public long LinkId { get; init; }

        public string Currency { get; init; } = "";

        public long Clicks { get; init; }

        public long SignUps { get; init; }

        public long FirstDeposits { get; init; }

        public long Deposits { get; init; }

        public long Partners { get; init; }

        public string Lots { get; init; } = "";

        public string Deposited { get; init; } = "";

        public string Earned { get; init; } = "";
    }
}

/// <summary>A partner among the best of a broker.</summary>
internal sealed record RankedPartner
{
    public long PartnerId { get; init; }

    public string Name { get; init; } = "";

    public string Identifier { get; init; } = "";

    public long Clicks { get; init; }

    public long SignUps { get; init; }

    public long FirstDeposits { get; init; }

    public long Deposits { get; init; }
}
