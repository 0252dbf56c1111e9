using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Webhooks;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Events;

/// <summary>Tells the CRM what became of partners and of whose traders are: one event for each change, written down with it.</summary>
internal sealed class PartnerEvents(WebhookEvents webhooks)
{
    public const string Registered = "partner.registered";
    public const string Approved = "partner.approved";
    public const string Rejected = "partner.rejected";
    public const string Suspended = "partner.suspended";
    public const string Resumed = "partner.resumed";
    public const string Moved = "partner.moved";
    public const string Renamed = "partner.renamed";
    public const string Attributed = "trader.attributed";
    public const string Reattributed = "trader.reattributed";
    public const string Released = "trader.released";

    /// <summary>The event of a decision.</summary>
    public static string Of(PartnerStatus from, PartnerStatus to) => to switch
    {
        PartnerStatus.Active when from == PartnerStatus.Suspended => Resumed,
        PartnerStatus.Active => Approved,
        PartnerStatus.Suspended => Suspended,
        _ => Rejected,
    };

    /// <summary>Something happened to a partner. Part of the caller's write.</summary>
    public Task AddAsync(DbSession session, BrokerEntity broker, string type, Partner partner, long? parentId = null, DateTimeOffset? from = null, string? by = null, string? reason = null) =>
        webhooks.AddAsync(
            session, broker, type,
            new PartnerEventData(partner.Id, partner.Identifier, partner.Name, PartnerStatusWords.WordOf(partner.Status), partner.UserId, partner.CtraderUserId, partner.AccountId is not null)
            {
                By = by, Reason = reason, ParentId = parentId, From = from,
            },
            PartnerEventJson.Default.PartnerEventData);

    /// <summary>A trader came to a partner, went to another, or is nobody's any more. Part of the caller's write.</summary>
    public async Task AddAsync(DbSession session, BrokerEntity broker, long userId, AttributionResult before, AttributionResult after)
    {
        var user = await session.GetAsync<UserRow>(
            "select email, ctrader_user_id from users where broker_id = @brokerId and id = @userId", new { brokerId = broker.Id, userId });
        await webhooks.AddAsync(
            session, broker, after.PartnerId is null ? Released : before.PartnerId is null ? Attributed : Reattributed,
            new TraderEventData(
                userId, user.Email, user.CtraderUserId, await FindAsync(session, broker.Id, after.PartnerId), await FindAsync(session, broker.Id, before.PartnerId),
                after.Source?.ToString().ToLowerInvariant(), after.Since, after.ProtectedUntil),
            PartnerEventJson.Default.TraderEventData);
    }

    private static async Task<EventPartner?> FindAsync(DbSession session, long brokerId, long? id) =>
        id is { } number && await PartnerStore.FindAsync(session, brokerId, number) is { } partner ? new(partner.Id, partner.Identifier, partner.Name) : null;

    private sealed record UserRow
    {
        public string Email { get; init; } = "";

        public long? CtraderUserId { get; init; }
    }
}
