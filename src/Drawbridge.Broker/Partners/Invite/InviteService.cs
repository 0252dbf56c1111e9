using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Events;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Protocol.Invite;
using Drawbridge.Storage;
using Answers = Drawbridge.Protocol.Invite.AttributionResult;
using AttributionResult = Drawbridge.Broker.Partners.Attribution.AttributionResult;

namespace Drawbridge.Broker.Partners.Invite;

/// <summary>
/// What the platform tells of invitations, by webhook or list. Each pair of invited user and partner counts once, and gets the same answer each time
/// (INV-21). Who is unknown is registered (INV-20).
/// </summary>
internal sealed class InviteService(Database database, AttributionStore attributions, PartnerFollowUps follows, TimeProvider time)
{
    private const string By = "platform";

    /// <summary>Takes an invitation.</summary>
    public Task<InviteResult> AttributeAsync(
        BrokerEntity broker, AttributionRequest request, AttributionSource source, DateTimeOffset occurredAt, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            // A second delivery waits here for the first, and then finds it.
            var partner = await FindPartnerAsync(session, broker.Id, request);
            var isNew = partner is null;
            partner ??= await RegisterAsync(session, broker, request.PartnerUserId);
            if (await InvitationStore.TryAddAsync(session, broker.Id, request, partner.Id, source, occurredAt, time.GetUtcNow()) == 0)
            {
                var known = await InvitationStore.GetAsync(session, broker.Id, request.InvitedUserId, request.PartnerUserId);
                return new InviteResult(known.Identifier, known.Result.Length > 0 ? known.Result : null);
            }

            if (isNew)
            {
                await follows.FollowAsync(session, broker, partner, new(PartnerEvents.Registered) { By = By });
            }

            var result = partner.Status == PartnerStatus.Pending
                ? Answers.Pending // INV-18
                : await TakeAsync(session, broker.Id, request.InvitedUserId, partner, source, occurredAt) switch
                {
                    { } change => ResultOf(change.Before, change.After, partner, isNew),
                    null when partner.Status == PartnerStatus.Active => isNew ? Answers.AttributedNew : Answers.Attributed,
                    null => "",
                };
            await InvitationStore.SetResultAsync(session, broker.Id, request.InvitedUserId, request.PartnerUserId, result);
            return new(partner.Identifier, result.Length > 0 ? result : null);
        },
        cancellationToken);

    /// <summary>Takes the notice of a user who registered in an application (INV-24): the broker's staff sees it, and a partner counts as an invitation.</summary>
    public async Task RegisterUserAsync(BrokerEntity broker, NewUserNotice notice, AttributionSource source, DateTimeOffset registeredAt, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            session => InvitationStore.PutPersonAsync(session, broker.Id, notice, registeredAt), cancellationToken);
        if (notice.PartnerUserId > 0)
        {
            await AttributeAsync(broker, new(notice.UserId, notice.PartnerUserId, null, notice.BrokerName), source, registeredAt, cancellationToken);
        }
    }

    /// <summary>
    /// Writes an invitation into the ledger that waited for its user or for its partner's approval. False when another node did. Part of a write of its
    /// own.
    /// </summary>
    public Task<bool> CatchUpAsync(WaitingInvitation waiting, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            if (await PartnerStore.FindAsync(session, waiting.BrokerId, waiting.PartnerId) is not { Status: not PartnerStatus.Pending } partner)
            {
                return false;
            }

            return await TakeAsync(session, waiting.BrokerId, waiting.InvitedUserId, partner, waiting.Source, waiting.OccurredAt, waiting.PartnerUserId) is not null;
        },
        cancellationToken);

    /// <summary>The identifier in the call goes before the platform's number of the partner (INV-20).</summary>
    private static async Task<Partner?> FindPartnerAsync(DbSession session, long brokerId, AttributionRequest request) =>
        (request.BrokerPartnerId is { Length: > 0 } identifier ? await PartnerStore.FindByIdentifierAsync(session, brokerId, identifier) : null)
        ?? await PartnerStore.FindByCtraderUserAsync(session, brokerId, request.PartnerUserId);

    private async Task<Partner> RegisterAsync(DbSession session, BrokerEntity broker, long partnerUserId)
    {
        var user = await session.FindAsync<PersonRow>(
            "select id, email, first_name, last_name from users where broker_id = @brokerId and ctrader_user_id = @partnerUserId", new { brokerId = broker.Id, partnerUserId });
        var isOpen = broker.Settings.Partners.Registration == PartnerRegistration.Open;
        var now = time.GetUtcNow();
        while (true)
        {
            var added = await PartnerStore.TryAddAsync(session, new Partner
            {
                BrokerId = broker.Id, UserId = user?.Id, CtraderUserId = user is null ? partnerUserId : null, Identifier = PartnerIdentifier.New(), Name = user?.Name ?? $"cTID {partnerUserId}",
                Status = isOpen ? PartnerStatus.Active : PartnerStatus.Pending, CreatedAt = now, DecidedAt = isOpen ? now : null, DecidedBy = isOpen ? By : null,
            });
            if ((added ?? await PartnerStore.FindByCtraderUserAsync(session, broker.Id, partnerUserId)) is { } partner)
            {
                return partner; // else the identifier was taken, which another draw mends
            }
        }
    }

    /// <summary>Null when the invited person is no user here yet, or it is in the ledger already.</summary>
    private async Task<(AttributionResult Before, AttributionResult After)?> TakeAsync(
        DbSession session, long brokerId, long invitedUserId, Partner partner, AttributionSource source, DateTimeOffset occurredAt, long? partnerUserId = null)
    {
        var user = await session.FindAsync<PersonRow>(
            "select id, email, normalized_email from users where broker_id = @brokerId and ctrader_user_id = @invitedUserId", new { brokerId, invitedUserId });
        if (user is null || !await InvitationStore.TryMarkRecordedAsync(session, brokerId, invitedUserId, partner.Id, partnerUserId, time.GetUtcNow()))
        {
            return null;
        }

        var findings = await AttributionStore.FindAsync(session, partner, user.Id, user.NormalizedEmail);
        return await attributions.AddAsync(session, brokerId, user.Id, new AttributionClaim(partner.Id, source, occurredAt) { Findings = findings });
    }

    private static string ResultOf(AttributionResult before, AttributionResult after, Partner partner, bool isNew) =>
        after.PartnerId != partner.Id ? "" // protected, refused by a rule, or decided otherwise: stays where it is
        : before.PartnerId is { } other && other != partner.Id ? Answers.Reattributed // INV-19
        : isNew ? Answers.AttributedNew // INV-16
        : Answers.Attributed; // INV-17

    private sealed record PersonRow
    {
        public long Id { get; init; }

        public string Email { get; init; } = "";

        public string NormalizedEmail { get; init; } = "";

        public string? FirstName { get; init; }

        public string? LastName { get; init; }

        public string Name => $"{FirstName} {LastName}".Trim() is { Length: > 0 } name ? name : Email;
    }
}
