using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Protocol.Invite;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Invite;

/// <summary>An invitation whose user has come, or whose partner was approved, and that is not in the ledger yet.</summary>
internal sealed record WaitingInvitation
{
    public long BrokerId { get; init; }

    public long InvitedUserId { get; init; }

    public long PartnerUserId { get; init; }

    public long PartnerId { get; init; }

    public AttributionSource Source { get; init; }

    public DateTimeOffset OccurredAt { get; init; }
}

/// <summary>What was answered to an invitation.</summary>
internal sealed record KnownInvitation
{
    public string Identifier { get; init; } = "";

    /// <summary>Empty when none of the four fitted.</summary>
    public string Result { get; init; } = "";
}

/// <summary>The SQL of what the platform said (INV-21). Every statement names the broker (BID-44), but the sweep's, which reads it.</summary>
internal sealed class InvitationStore(Database database)
{
    /// <summary>Adds an invitation; 0 when it is known, whose delivery is over by then. Part of the caller's write.</summary>
    public static Task<int> TryAddAsync(
        DbSession session, long brokerId, AttributionRequest request, long partnerId, AttributionSource source, DateTimeOffset occurredAt, DateTimeOffset now) =>
        session.ExecuteAsync(
            """
            insert into invitations (broker_id, invited_user_id, partner_user_id, partner_id, source, occurred_at, received_at, result)
            values (@brokerId, @InvitedUserId, @PartnerUserId, @partnerId, @source, @occurredAt, @now, '')
            on conflict do nothing
            """,
            new { brokerId, request.InvitedUserId, request.PartnerUserId, partnerId, source = (int)source, occurredAt, now });

    /// <summary>What was answered before. Part of the caller's write.</summary>
    public static Task<KnownInvitation> GetAsync(DbSession session, long brokerId, long invitedUserId, long partnerUserId) =>
        session.GetAsync<KnownInvitation>(
            """
            select p.identifier, i.result from invitations i join partners p on p.id = i.partner_id and p.broker_id = i.broker_id
            where i.broker_id = @brokerId and i.invited_user_id = @invitedUserId and i.partner_user_id = @partnerUserId
            """,
            new { brokerId, invitedUserId, partnerUserId });

    /// <summary>Part of the caller's write.</summary>
    public static Task SetResultAsync(DbSession session, long brokerId, long invitedUserId, long partnerUserId, string result) => session.ExecuteAsync(
        "update invitations set result = @result where broker_id = @brokerId and invited_user_id = @invitedUserId and partner_user_id = @partnerUserId",
        new { brokerId, invitedUserId, partnerUserId, result });

    /// <summary>It comes into the ledger with the caller's write. False when it is there.</summary>
    public static async Task<bool> TryMarkRecordedAsync(DbSession session, long brokerId, long invitedUserId, long partnerId, long? partnerUserId, DateTimeOffset now) =>
        await session.ExecuteAsync(
            """
            update invitations set recorded_at = @now
            where broker_id = @brokerId and invited_user_id = @invitedUserId and partner_id = @partnerId and recorded_at is null
            and (cast(@partnerUserId as bigint) is null or partner_user_id = @partnerUserId)
            """,
            new { brokerId, invitedUserId, partnerId, partnerUserId, now }) > 0;

    /// <summary>Somebody who registered in an application, once. Part of the caller's write.</summary>
    public static Task PutPersonAsync(DbSession session, long brokerId, NewUserNotice notice, DateTimeOffset registeredAt) => session.ExecuteAsync(
        """
        insert into invited_people (broker_id, ctrader_user_id, email, partner_user_id, registered_at)
        values (@brokerId, @UserId, @Email, @partner, @registeredAt)
        on conflict (broker_id, ctrader_user_id) do update set partner_user_id = coalesce(invited_people.partner_user_id, excluded.partner_user_id)
        """,
        new { brokerId, notice.UserId, notice.Email, partner = notice.PartnerUserId > 0 ? notice.PartnerUserId : (long?)null, registeredAt });

    /// <summary>Invitations that can come into the ledger now, of any broker.</summary>
    public Task<IReadOnlyList<WaitingInvitation>> ListReadyAsync(int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<WaitingInvitation>(
            """
            select i.broker_id, i.invited_user_id, i.partner_user_id, i.partner_id, i.source, i.occurred_at
            from invitations i
            join users u on u.broker_id = i.broker_id and u.ctrader_user_id = i.invited_user_id
            join partners p on p.id = i.partner_id and p.broker_id = i.broker_id and p.status <> 1
            where i.recorded_at is null
            order by i.received_at limit @limit
            """,
            new { limit }),
        cancellationToken);

    /// <summary>Up to when a list of the platform was read; null = never.</summary>
    public Task<DateTimeOffset?> FindSeenAsync(long brokerId, InviteList list, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FindAsync<DateTimeOffset?>("select seen_until from invite_pulls where broker_id = @brokerId and list = @list", new { brokerId, list = (int)list }),
        cancellationToken);

    public Task SetSeenAsync(long brokerId, InviteList list, DateTimeOffset until, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            """
            insert into invite_pulls (broker_id, list, seen_until) values (@brokerId, @list, @until)
            on conflict (broker_id, list) do update set seen_until = case when excluded.seen_until > invite_pulls.seen_until then excluded.seen_until else invite_pulls.seen_until end
            """,
            new { brokerId, list = (int)list, until }),
        cancellationToken);
}

/// <summary>The platform's lists. Numbers are stored.</summary>
internal enum InviteList
{
    /// <summary>INV-31.</summary>
    InvitedUsers = 1,

    /// <summary>INV-33.</summary>
    Users = 2,
}
