using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Invite;
using Drawbridge.Storage;

namespace Drawbridge.Platform.Invite;

/// <summary>An invitation as stored.</summary>
internal sealed class InvitationRow
{
    public long InvitedUserId { get; init; }

    public string BrokerName { get; init; } = "";

    public long PartnerUserId { get; init; }

    /// <summary>What the broker calls the partner, null until it says so.</summary>
    public string? BrokerPartnerId { get; init; }

    /// <summary>One of <see cref="AttributionResult"/>, null until the broker says so.</summary>
    public string? BrokerResult { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>One of the two people of an invitation, as the other sees them.</summary>
internal sealed class InvitedRow
{
    public long UserId { get; init; }

    public string Nickname { get; init; } = "";

    public string? BrokerPartnerId { get; init; }

    public string? BrokerResult { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A user with the broker of the first link, null without links.</summary>
internal sealed class InvitableUserRow
{
    public long UserId { get; init; }

    public string Email { get; init; } = "";

    public string BrokerCrmName { get; init; } = "";

    public string? BrokerName { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class InvitationStore(PlatformDatabase database, InviteJobs jobs, TimeProvider time)
{
    /// <summary>
    /// Records that a partner invited a user, and enqueues what the broker is told, in one transaction that holds the user. Nothing
    /// happens when the partner's invitation is the latest already, or when that of another partner is younger than
    /// <paramref name="guaranteed"/> (null: for good).
    /// </summary>
    public Task RecordAsync(
        long invitedUserId, string brokerName, long partnerUserId, TimeSpan? guaranteed, IReadOnlyList<string> queues, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await session.FindAsync<long?>($"select user_id from platform_user where user_id = @invitedUserId {session.Dialect.ForUpdate}", new { invitedUserId });
                var now = time.GetUtcNow();
                if (await FindAsync(session, invitedUserId, brokerName) is { } latest
                    && (latest.PartnerUserId == partnerUserId || guaranteed is null || now < latest.CreatedAt + guaranteed))
                {
                    return;
                }

                await session.ExecuteAsync(
                    """
                    insert into platform_invitation (invited_user_id, broker_name, partner_user_id, broker_partner_id, created_at)
                    values (@invitedUserId, @brokerName, @partnerUserId,
                      (select max(i.broker_partner_id) from platform_invitation i where i.partner_user_id = @partnerUserId and i.broker_name = @brokerName), @now)
                    on conflict (invited_user_id, broker_name, partner_user_id) do update set created_at = excluded.created_at, broker_result = null
                    """,
                    new { invitedUserId, brokerName, partnerUserId, now });
                foreach (var queue in queues)
                {
                    await jobs.Queue.EnqueueAsync(session, InviteJobs.Request(queue, invitedUserId, brokerName));
                }
            },
            cancellationToken);

    /// <summary>Enqueues what the broker is told once more; false when there is no such invitation.</summary>
    public Task<bool> ResendAsync(long invitedUserId, string brokerName, IReadOnlyList<string> queues, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var found = await FindAsync(session, invitedUserId, brokerName);
                foreach (var queue in found is null ? [] : queues)
                {
                    await jobs.Queue.EnqueueAsync(session, InviteJobs.Request(queue, invitedUserId, brokerName));
                }

                return found is not null;
            },
            cancellationToken);

    /// <summary>The latest invitation of a user to a broker, null when there is none.</summary>
    public Task<InvitationRow?> FindAsync(long invitedUserId, string brokerName, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, invitedUserId, brokerName), cancellationToken);

    /// <summary>Keeps what the broker answered, with the partner's identifier for all of the partner's invitations (INV-16).</summary>
    public Task AnswerAsync(InvitationRow invitation, string? brokerPartnerId, string? brokerResult, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    """
                    update platform_invitation set broker_result = @brokerResult
                    where invited_user_id = @InvitedUserId and broker_name = @BrokerName and partner_user_id = @PartnerUserId
                    """,
                    new { brokerResult, invitation.InvitedUserId, invitation.BrokerName, invitation.PartnerUserId });
                if (!string.IsNullOrEmpty(brokerPartnerId))
                {
                    await session.ExecuteAsync(
                        "update platform_invitation set broker_partner_id = @brokerPartnerId where partner_user_id = @PartnerUserId and broker_name = @BrokerName",
                        new { brokerPartnerId, invitation.PartnerUserId, invitation.BrokerName });
                }
            },
            cancellationToken);

    /// <summary>Invitations to these brokers from a moment on, oldest first (INV-35).</summary>
    public Task<IReadOnlyList<InvitationRow>> ListAsync(
        IReadOnlyList<string> brokers, DateTimeOffset createdFrom, long limit, long skip, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<InvitationRow>(
                $"""
                select * from platform_invitation where created_at >= @createdFrom and {session.Dialect.In("broker_name", "@brokers")}
                order by created_at, invited_user_id, broker_name, partner_user_id limit @limit offset @skip
                """,
                new { createdFrom, brokers = brokers.ToArray(), limit, skip }),
            cancellationToken);

    /// <summary>Whom a partner invited to a broker, the latest first. Who was invited by another partner since then is not among them.</summary>
    public Task<IReadOnlyList<InvitedRow>> ListInvitedAsync(long partnerUserId, string brokerName, long limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<InvitedRow>(
                """
                select u.user_id, u.nickname, i.broker_partner_id, i.broker_result, i.created_at
                from platform_invitation i join platform_user u on u.user_id = i.invited_user_id
                where i.partner_user_id = @partnerUserId and i.broker_name = @brokerName and not exists (
                  select 1 from platform_invitation later
                  where later.invited_user_id = i.invited_user_id and later.broker_name = i.broker_name
                    and (later.created_at > i.created_at or (later.created_at = i.created_at and later.partner_user_id > i.partner_user_id)))
                order by i.created_at desc, i.invited_user_id desc limit @limit
                """,
                new { partnerUserId, brokerName, limit }),
            cancellationToken);

    /// <summary>The partner by whose latest invitation a user came to a broker, null without one.</summary>
    public Task<InvitedRow?> FindInviterAsync(long invitedUserId, string brokerName, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<InvitedRow>(
                """
                select u.user_id, u.nickname, i.broker_partner_id, i.broker_result, i.created_at
                from platform_invitation i join platform_user u on u.user_id = i.partner_user_id
                where i.invited_user_id = @invitedUserId and i.broker_name = @brokerName
                order by i.created_at desc, i.partner_user_id desc limit 1
                """,
                new { invitedUserId, brokerName }),
            cancellationToken);

    /// <summary>Users of these CRMs from a moment on, oldest first (INV-35).</summary>
    public Task<IReadOnlyList<InvitableUserRow>> ListUsersAsync(
        IReadOnlyList<string> crms, DateTimeOffset createdFrom, long limit, long skip, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<InvitableUserRow>(
                $"""
                select u.user_id, u.email, u.broker_crm_name, u.created_at,
                  (select l.broker_name from platform_link l where l.user_id = u.user_id order by l.ctid_trader_account_id limit 1) as broker_name
                from platform_user u where u.created_at >= @createdFrom and {session.Dialect.In("u.broker_crm_name", "@crms")}
                order by u.created_at, u.user_id limit @limit offset @skip
                """,
                new { createdFrom, crms = crms.ToArray(), limit, skip }),
            cancellationToken);

    private static Task<InvitationRow?> FindAsync(DbSession session, long invitedUserId, string brokerName) =>
        session.FindAsync<InvitationRow>(
            """
            select * from platform_invitation where invited_user_id = @invitedUserId and broker_name = @brokerName
            order by created_at desc, partner_user_id desc limit 1
            """,
            new { invitedUserId, brokerName });
}
