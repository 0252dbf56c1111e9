using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Agreements;

/// <summary>
/// What partners agree to: asked when somebody registers as a partner, and again in the partner's pages when a new version comes into force. A form shows
/// what is missing with <c>AgreementFields</c> and reads it back by <see cref="AgreedVersions"/> and <see cref="AgreementGate.Check"/>.
/// </summary>
internal sealed class PartnerAgreements(PartnerConsentStore consents, Database database, TimeProvider time)
{
    /// <summary>What a user has still to agree to, in the broker's order. Costs nothing where the broker has no agreements of partners.</summary>
    /// <param name="broker">Whose partner the user is or wants to be.</param>
    /// <param name="userId">The user.</param>
    /// <param name="language">Of the screen.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    public async Task<IReadOnlyList<AgreementToAccept>> FindMissingAsync(BrokerEntity broker, long userId, string language, CancellationToken cancellationToken)
    {
        var agreements = broker.Settings.Partners.Agreements;
        return agreements.Count == 0
            ? []
            : UserAgreement.FindMissing(
                agreements, await consents.ListAsync(broker.Id, userId, cancellationToken), time.GetUtcNow(), language, broker.Crm.Settings.DefaultLanguage);
    }

    /// <summary>Records what a user agreed to, as a part of the caller's write, such as the one that registers the partner.</summary>
    public async Task AcceptAsync(DbSession session, long brokerId, long userId, IReadOnlyList<AgreementToAccept> agreed)
    {
        foreach (var one in agreed)
        {
            await PartnerConsentStore.AddAsync(session, brokerId, userId, one, time.GetUtcNow());
        }
    }

    /// <summary>The same as a write of its own.</summary>
    public Task AcceptAsync(long brokerId, long userId, IReadOnlyList<AgreementToAccept> agreed, CancellationToken cancellationToken) =>
        database.WriteAsync(session => AcceptAsync(session, brokerId, userId, agreed), cancellationToken);

    /// <summary>What a user agreed to as a partner, oldest first.</summary>
    public Task<IReadOnlyList<AgreementConsent>> ListAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        consents.ListAsync(brokerId, userId, cancellationToken);
}
