using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Links;

/// <summary>The SQL of campaign links and codes. Every statement names the broker (BID-44), but for the slug, which tells it.</summary>
internal sealed class PartnerLinkStore(Database database)
{
    private const string LinkColumns =
        "id, broker_id, partner_id, slug, name, target, deep_link, username, utm_source, utm_medium, utm_campaign, utm_term, created_at, archived_at";

    private const string CodeColumns = "id, broker_id, partner_id, link_id, code, created_at, archived_at";

    /// <summary>The link with that slug, of whichever broker, or null.</summary>
    public Task<PartnerLink?> FindBySlugAsync(string slug, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FindAsync<PartnerLink>($"select {LinkColumns} from partner_links where slug = @slug", new { slug }), cancellationToken);

    /// <summary>The partner's link, or null.</summary>
    public Task<PartnerLink?> FindAsync(long brokerId, long partnerId, long id, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FindAsync<PartnerLink>(
            $"select {LinkColumns} from partner_links where broker_id = @brokerId and partner_id = @partnerId and id = @id", new { brokerId, partnerId, id }),
        cancellationToken);

    /// <summary>Links of a partner with smaller numbers, the largest first.</summary>
    public Task<IReadOnlyList<PartnerLink>> ListAsync(long brokerId, long partnerId, long before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<PartnerLink>(
            $"""
            select {LinkColumns} from partner_links where broker_id = @brokerId and partner_id = @partnerId and id < @before
            order by id desc limit @limit
            """,
            new { brokerId, partnerId, before, limit }),
        cancellationToken);

    /// <summary>What came of links, those without anything included.</summary>
    public Task<IReadOnlyList<PartnerLinkCount>> CountAsync(long brokerId, long[] ids, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<PartnerLinkCount>(
            $"""
            select l.id as link_id,
                   (select count(*) from partner_clicks c where c.link_id = l.id and c.counted) as clicks,
                   (select count(distinct e.user_id) from attribution_events e join attributions a on a.user_id = e.user_id and a.broker_id = e.broker_id
                    where e.link_id = l.id and e.kind = 1 and a.partner_id = l.partner_id) as sign_ups
            from partner_links l where l.broker_id = @brokerId and {session.Dialect.In("l.id", "@ids")}
            """,
            new { brokerId, ids }),
        cancellationToken);

    /// <summary>The one link of a partner that has exactly these <c>utm_</c> parameters; null when none has, or several. Part of the caller's read or write.</summary>
    public static async Task<long?> FindByUtmAsync(DbSession session, long brokerId, long partnerId, Users.Acquisition acquisition)
    {
        var links = await session.ListAsync<long>(
            """
            select id from partner_links where broker_id = @brokerId and partner_id = @partnerId and archived_at is null
            and coalesce(utm_source, '') = @source and coalesce(utm_medium, '') = @medium and coalesce(utm_campaign, '') = @campaign and coalesce(utm_term, '') = @term
            limit 2
            """,
            new
            {
                brokerId, partnerId, source = acquisition.UtmSource ?? "", medium = acquisition.UtmMedium ?? "", campaign = acquisition.UtmCampaign ?? "", term = acquisition.UtmTerm ?? "",
            });
        return links.Count == 1 ? links[0] : null;
    }

    /// <summary>How many links of a partner are not archived. Part of the caller's write.</summary>
    public static Task<long> CountActiveAsync(DbSession session, long brokerId, long partnerId) => session.GetAsync<long>(
        "select count(*) from partner_links where broker_id = @brokerId and partner_id = @partnerId and archived_at is null", new { brokerId, partnerId });

    /// <summary>Adds a link and returns it with its number; null when there is one with that slug. Part of the caller's write.</summary>
    public static Task<PartnerLink?> TryAddAsync(DbSession session, PartnerLink link) => session.FindAsync<PartnerLink>(
        $"""
        insert into partner_links (broker_id, partner_id, slug, name, target, deep_link, username, utm_source, utm_medium, utm_campaign, utm_term, created_at)
        values (@BrokerId, @PartnerId, @Slug, @Name, @target, @DeepLink, @Username, @UtmSource, @UtmMedium, @UtmCampaign, @UtmTerm, @CreatedAt)
        on conflict do nothing
        returning {LinkColumns}
        """,
        new
        {
            link.BrokerId, link.PartnerId, link.Slug, link.Name, target = (int)link.Target, link.DeepLink, link.Username, link.UtmSource, link.UtmMedium, link.UtmCampaign,
            link.UtmTerm, link.CreatedAt,
        });

    /// <summary>Archives a link; one that is archived stays so since then. False when the partner has no such link. Part of the caller's write.</summary>
    public static async Task<bool> ArchiveAsync(DbSession session, long brokerId, long partnerId, long id, DateTimeOffset now) => await session.ExecuteAsync(
        "update partner_links set archived_at = coalesce(archived_at, @now) where broker_id = @brokerId and partner_id = @partnerId and id = @id", new { brokerId, partnerId, id, now }) == 1;

    /// <summary>The broker's code, archived or not, or null. Part of the caller's read or write.</summary>
    public static Task<PartnerCode?> FindCodeAsync(DbSession session, long brokerId, string code) => session.FindAsync<PartnerCode>(
        $"select {CodeColumns} from partner_codes where broker_id = @brokerId and code = @code", new { brokerId, code });

    /// <summary>Whether a code brings its partner somebody just now.</summary>
    public Task<bool> CountsAsync(long brokerId, string code, CancellationToken cancellationToken) => database.ReadAsync(
        async session => await session.FindAsync<long?>(
            """
            select c.id from partner_codes c join partners p on p.id = c.partner_id and p.broker_id = c.broker_id
            where c.broker_id = @brokerId and c.code = @code and c.archived_at is null and p.status = 2
            """,
            new { brokerId, code }) is not null,
        cancellationToken);

    /// <summary>Codes of a partner with smaller numbers, the largest first.</summary>
    public Task<IReadOnlyList<PartnerCode>> ListCodesAsync(long brokerId, long partnerId, long before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<PartnerCode>(
            $"""
            select {CodeColumns} from partner_codes where broker_id = @brokerId and partner_id = @partnerId and id < @before
            order by id desc limit @limit
            """,
            new { brokerId, partnerId, before, limit }),
        cancellationToken);

    /// <summary>How many codes of a partner are not archived. Part of the caller's write.</summary>
    public static Task<long> CountActiveCodesAsync(DbSession session, long brokerId, long partnerId) => session.GetAsync<long>(
        "select count(*) from partner_codes where broker_id = @brokerId and partner_id = @partnerId and archived_at is null", new { brokerId, partnerId });

    /// <summary>Adds a code and returns it with its number; null when the broker has it already. Part of the caller's write.</summary>
    public static Task<PartnerCode?> TryAddCodeAsync(DbSession session, PartnerCode code) => session.FindAsync<PartnerCode>(
        $"""
        insert into partner_codes (broker_id, partner_id, link_id, code, created_at) values (@BrokerId, @PartnerId, @LinkId, @Code, @CreatedAt)
        on conflict do nothing
        returning {CodeColumns}
        """,
        new { code.BrokerId, code.PartnerId, code.LinkId, code.Code, code.CreatedAt });

    /// <summary>Archives a code; one that is archived stays so since then. False when the partner has no such code. Part of the caller's write.</summary>
    public static async Task<bool> ArchiveCodeAsync(DbSession session, long brokerId, long partnerId, long id, DateTimeOffset now) => await session.ExecuteAsync(
        "update partner_codes set archived_at = coalesce(archived_at, @now) where broker_id = @brokerId and partner_id = @partnerId and id = @id", new { brokerId, partnerId, id, now }) == 1;
}
