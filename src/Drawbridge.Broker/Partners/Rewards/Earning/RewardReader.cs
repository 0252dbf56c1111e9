using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Rewards.Earning;

/// <summary>Reads what partners have earned, and takes back what was wrong by a counter-entry. Every statement names the broker (BID-44).</summary>
internal sealed class RewardReader(Database database, TimeProvider time)
{
    private const string Select =
        """
        select r.id, r.broker_id, r.partner_id, r.user_id, r.kind, r.level, r.occurred_at, r.recorded_at, r.amount, r.currency, r.trade_id, r.deposit_id, r.statement_id, r.reverses_id,
          (select c.id from partner_rewards c where c.reverses_id = r.id) as reversed_by, r.reason, r.recorded_by, r.base, r.share, r.attribution_event_id,
          p.name as plan, p.id as plan_id, v.number as plan_version, t.symbol, t.lots, t.deal_id, a.trader_login
        from partner_rewards r left join partner_plan_versions v on v.id = r.plan_version_id left join partner_plans p on p.id = v.plan_id
        left join partner_trades t on t.id = r.trade_id left join accounts a on a.id = r.account_id
        """;

    /// <summary>Lines of a partner, or of one statement, the latest first, before a number.</summary>
    public Task<IReadOnlyList<RewardRow>> ListAsync(long brokerId, long partnerId, long? statementId, long before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<RewardRow>(
            $"""
            {Select} where r.broker_id = @brokerId and r.partner_id = @partnerId and r.id < @before {(statementId is null ? "" : "and r.statement_id = @statementId")}
            order by r.id desc limit @limit
            """,
            new { brokerId, partnerId, statementId, before, limit }),
        cancellationToken);

    /// <summary>One line, or null.</summary>
    public Task<RewardRow?> FindAsync(long brokerId, long id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<RewardRow>($"{Select} where r.broker_id = @brokerId and r.id = @id", new { brokerId, id }), cancellationToken);

    /// <summary>What a partner has earned, by currency.</summary>
    public Task<IReadOnlyList<EarningsRow>> SumAsync(long brokerId, long partnerId, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<EarningsRow>(
            """
            select currency, cast(sum(unstated) as bigint) as unstated, cast(sum(stated) as bigint) as stated, cast(sum(paid) as bigint) as paid from (
              select currency, amount as unstated, 0 as stated, 0 as paid from partner_rewards
              where broker_id = @brokerId and partner_id = @partnerId and statement_id is null
              union all
              select currency, 0, case when state < 5 then amount else 0 end, case when state = 5 then amount else 0 end from partner_statements
              where broker_id = @brokerId and partner_id = @partnerId and state > 0) sums
            group by currency order by currency
            """,
            new { brokerId, partnerId }),
        cancellationToken);

    /// <summary>Takes a line back by one of the opposite amount, which comes onto the next statement. Null when it was taken back before, or takes one back itself.</summary>
    public Task<long?> ReverseAsync(RewardRow row, string by, string reason, Func<DbSession, long, Task>? also, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            if (row.ReversesId is not null || row.Kind == RewardKind.CarriedOver)
            {
                return null;
            }

            var now = time.GetUtcNow();
            var id = await session.FindAsync<long?>(
                """
                insert into partner_rewards (broker_id, partner_id, user_id, kind, level, occurred_at, recorded_at, amount, currency, reverses_id, reason, recorded_by)
                values (@BrokerId, @PartnerId, @UserId, @kind, @Level, @now, @now, @amount, @Currency, @Id, @reason, @by)
                on conflict do nothing returning id
                """,
                new { row.BrokerId, row.PartnerId, row.UserId, kind = (int)row.Kind, row.Level, now, amount = -row.Amount, row.Currency, row.Id, reason, by });
            if (id is { } added && also is not null)
            {
                await also(session, added);
            }

            return id;
        },
        cancellationToken);
}
