using Drawbridge.Broker.Agreements;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Agreements;

/// <summary>The SQL of what partners agreed to. The platform is told nothing of it. Every statement names the broker (BID-44).</summary>
internal sealed class PartnerConsentStore(Database database)
{
    /// <summary>What a user agreed to as a partner, oldest first.</summary>
    public Task<IReadOnlyList<AgreementConsent>> ListAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<AgreementConsent>(
                """
                select agreement, version, language, url, accepted_at from partner_consents
                where user_id = @userId and broker_id = @brokerId order by accepted_at, agreement
                """,
                new { brokerId, userId }),
            cancellationToken);

    /// <summary>Records a consent, once. Part of the caller's write.</summary>
    public static Task AddAsync(DbSession session, long brokerId, long userId, AgreementToAccept agreed, DateTimeOffset now) =>
        session.ExecuteAsync(
            """
            insert into partner_consents (user_id, broker_id, agreement, version, language, url, accepted_at)
            values (@userId, @brokerId, @Id, @Version, @Language, @url, @now)
            on conflict (user_id, agreement, version) do nothing
            """,
            new { userId, brokerId, agreed.Id, agreed.Version, agreed.Language, url = agreed.Url.OriginalString, now });
}
