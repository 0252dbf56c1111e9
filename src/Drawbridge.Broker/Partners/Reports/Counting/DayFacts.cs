using System.Globalization;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Reports.Counting;

/// <summary>What happened on a day, summed up for a partner, a campaign and a currency.</summary>
internal sealed record FactSum
{
    public long PartnerId { get; init; }

    public long LinkId { get; init; }

    public string Currency { get; init; } = "";

    public long Count { get; init; }

    /// <summary>Some of them that are counted apart.</summary>
    public long Special { get; init; }

    /// <summary>Whole number in 10^-<see cref="Digits"/>, as text: sums may be larger than a column.</summary>
    public string? Amount { get; init; }

    public int Digits { get; init; }

    public decimal Value => Amount is null ? 0 : decimal.Parse(Amount, CultureInfo.InvariantCulture) / Power(Digits);

    private static decimal Power(int digits)
    {
        var power = 1m;
        for (var i = 0; i < digits; i++)
        {
            power *= 10;
        }

        return power;
    }
}

/// <summary>A partner and one above.</summary>
internal sealed record AbovePair
{
    public long PartnerId { get; init; }

    public long AboveId { get; init; }
}

/// <summary>
/// The SQL of the facts of one day. A trader counts for the partner whose he was when it happened, for the campaign through which he came. Every
/// statement names the broker (BID-44) and reads one day of it by an index.
/// </summary>
internal static class DayFacts
{
    private const int RewardDigits = 8;

    /// <summary>The span that holds for @user at @at.</summary>
    private static string SpanOf(string user, string at) =>
        $"(select s.id from attribution_spans s where s.user_id = {user} and s.from_at <= {at} order by s.id desc limit 1)";

    public static Task<IReadOnlyList<FactSum>> ListClicksAsync(DbSession session, DayOfBroker day) => session.ListAsync<FactSum>(
        """
        select partner_id, coalesce(link_id, 0) as link_id, count(*) as count from partner_clicks
        where broker_id = @BrokerId and occurred_at >= @From and occurred_at < @Until and counted
        group by partner_id, coalesce(link_id, 0)
        """,
        day);

    public static Task<IReadOnlyList<FactSum>> ListSignUpsAsync(DbSession session, DayOfBroker day) => session.ListAsync<FactSum>(
        """
        select s.partner_id, coalesce(e.link_id, 0) as link_id, count(*) as count
        from attribution_spans s left join attribution_events e on e.id = s.event_id
        where s.broker_id = @BrokerId and s.from_at >= @From and s.from_at < @Until and s.is_first and s.partner_id is not null
        group by s.partner_id, coalesce(e.link_id, 0)
        """,
        day);

    public static Task<IReadOnlyList<FactSum>> ListDepositsAsync(DbSession session, DayOfBroker day) => session.ListAsync<FactSum>(
        $"""
        select s.partner_id, coalesce(e.link_id, 0) as link_id, d.currency, d.money_digits as digits, count(*) as count, cast(sum(d.amount) as text) as amount,
          sum(case when exists (
            select 1 from partner_deposits before
            where before.user_id = d.user_id and (before.occurred_at < d.occurred_at or before.occurred_at = d.occurred_at and before.id < d.id)) then 0 else 1 end) as special
        from partner_deposits d join attribution_spans s on s.id = {SpanOf("d.user_id", "d.occurred_at")}
        left join attribution_events e on e.id = s.event_id
        where d.broker_id = @BrokerId and d.occurred_at >= @From and d.occurred_at < @Until and s.partner_id is not null
        group by s.partner_id, coalesce(e.link_id, 0), d.currency, d.money_digits
        """,
        day);

    public static Task<IReadOnlyList<FactSum>> ListTradesAsync(DbSession session, DayOfBroker day) => session.ListAsync<FactSum>(
        $"""
        select s.partner_id, coalesce(e.link_id, 0) as link_id, count(*) as count, cast(sum(t.lots) as text) as amount, cast({RewardDigits} as integer) as digits
        from partner_trades t join attribution_spans s on s.id = {SpanOf("t.user_id", "t.closed_at")}
        left join attribution_events e on e.id = s.event_id
        where t.broker_id = @BrokerId and t.closed_at >= @From and t.closed_at < @Until and s.partner_id is not null
        group by s.partner_id, coalesce(e.link_id, 0)
        """,
        day);

    /// <summary>What is earned with own traders, or with those of the network. What is carried over was counted before.</summary>
    public static Task<IReadOnlyList<FactSum>> ListRewardsAsync(DbSession session, DayOfBroker day, bool own) => session.ListAsync<FactSum>(
        $"""
        select r.partner_id, coalesce(e.link_id, 0) as link_id, r.currency, count(*) as count, cast(sum(r.amount) as text) as amount, cast({RewardDigits} as integer) as digits
        from partner_rewards r left join attribution_events e on e.id = r.attribution_event_id and r.level = 1
        where r.broker_id = @BrokerId and r.occurred_at >= @From and r.occurred_at < @Until and r.user_id is not null and r.level {(own ? "=" : ">")} 1
        group by r.partner_id, coalesce(e.link_id, 0), r.currency
        """,
        day);

    /// <summary>Partners who came under somebody for the first time, by whom they came under.</summary>
    public static Task<IReadOnlyList<FactSum>> ListPartnersAsync(DbSession session, DayOfBroker day) => session.ListAsync<FactSum>(
        """
        select m.parent_id as partner_id, count(*) as count from partner_moves m
        where m.broker_id = @BrokerId and m.from_at >= @From and m.from_at < @Until and m.parent_id is not null
        and not exists (
          select 1 from partner_moves before
          where before.broker_id = m.broker_id and before.partner_id = m.partner_id and before.parent_id is not null and (before.from_at < m.from_at or before.from_at = m.from_at and before.id < m.id))
        group by m.parent_id
        """,
        day);

    /// <summary>Everybody above each of some partners, as of the end of the day.</summary>
    public static async Task<IReadOnlyList<AbovePair>> ListAboveAsync(DbSession session, DayOfBroker day, IReadOnlyCollection<long> partners)
    {
        var pairs = new List<AbovePair>();
        foreach (var some in partners.Chunk(500))
        {
            var numbers = string.Join(',', some.Select(static id => id.ToString(CultureInfo.InvariantCulture)));
            pairs.AddRange(await session.ListAsync<AbovePair>(
                $"""
                with recursive above (partner_id, id, level) as (
                  select p.id, p.id, 0 from partners p where p.broker_id = @BrokerId and p.id in ({numbers})
                  union all
                  select partner_id, (
                    select m.parent_id from partner_moves m
                    where m.partner_id = above.id and m.broker_id = @BrokerId and m.from_at < @Until order by m.from_at desc, m.id desc limit 1), level + 1
                  from above where above.id is not null
                )
                select partner_id, id as above_id from above where level > 0 and id is not null
                """,
                day));
        }

        return pairs;
    }
}

/// <summary>A day of a broker, as moments.</summary>
/// <param name="BrokerId">The broker.</param>
/// <param name="From">Its first moment.</param>
/// <param name="Until">The first moment of the next day.</param>
internal sealed record DayOfBroker(long BrokerId, DateTimeOffset From, DateTimeOffset Until);
