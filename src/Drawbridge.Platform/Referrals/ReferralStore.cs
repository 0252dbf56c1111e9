using Drawbridge.Platform.Hosting;

namespace Drawbridge.Platform.Referrals;

/// <summary>A partner identifier as stored.</summary>
internal sealed class ReferralRow
{
    public long UserId { get; init; }

    /// <summary>0 for the record of the user as such.</summary>
    public long CtidTraderAccountId { get; init; }

    public string PartnerId { get; init; } = "";
}

internal sealed class ReferralStore(PlatformDatabase database, TimeProvider time)
{
    /// <summary>Binds an identifier; what was bound to the same user or account before is replaced (B2P-3.6-9).</summary>
    public Task SetAsync(string brokerCrmName, long userId, long accountId, string partnerId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into platform_referral (broker_crm_name, user_id, ctid_trader_account_id, partner_id, set_at)
                values (@brokerCrmName, @userId, @accountId, @partnerId, @now)
                on conflict (broker_crm_name, user_id, ctid_trader_account_id) do update set partner_id = excluded.partner_id, set_at = excluded.set_at
                """,
                new { brokerCrmName, userId, accountId, partnerId, now = time.GetUtcNow() }),
            cancellationToken);

    /// <summary>The identifier of an account; none when it has none.</summary>
    public Task<IReadOnlyList<ReferralRow>> ListByAccountAsync(string brokerCrmName, long accountId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<ReferralRow>(
                "select * from platform_referral where broker_crm_name = @brokerCrmName and ctid_trader_account_id = @accountId and @accountId <> 0",
                new { brokerCrmName, accountId }),
            cancellationToken);

    /// <summary>The identifiers of a user: that of the user as such first, then those of accounts, the latest first.</summary>
    public Task<IReadOnlyList<ReferralRow>> ListByUserAsync(string brokerCrmName, long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<ReferralRow>(
                """
                select * from platform_referral where broker_crm_name = @brokerCrmName and user_id = @userId
                order by case when ctid_trader_account_id = 0 then 0 else 1 end, set_at desc, ctid_trader_account_id desc
                """,
                new { brokerCrmName, userId }),
            cancellationToken);

    /// <summary>Removes one identifier; none is fine (B2P-3.8-4).</summary>
    public Task DeleteAsync(string brokerCrmName, long userId, long accountId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                """
                delete from platform_referral
                where broker_crm_name = @brokerCrmName and user_id = @userId and ctid_trader_account_id = @accountId
                """,
                new { brokerCrmName, userId, accountId }),
            cancellationToken);
}
