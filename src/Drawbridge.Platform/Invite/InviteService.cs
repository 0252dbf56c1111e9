using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Users;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Invite;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Invite;

/// <summary>Which part of a list is wanted (INV-35).</summary>
internal sealed record PullQuery(DateTimeOffset CreatedFrom, long Limit, long Skip);

/// <summary>
/// Who was invited by whom, under single sign-on and handoff alike (INV-4). The identifiers of calls 3.6 to 3.8 and the partners in an
/// account's contact details are other matters (INV-5).
/// </summary>
internal sealed class InviteService(InvitationStore store, UserStore users, BrokerDirectory brokers, IOptions<PlatformOptions> options)
{
    private static readonly PlatformFault NoInvitation = new("INVITATION_NOT_FOUND", "There is no such invitation.", Status: 404);

    private static readonly PlatformFault NotPermitted = new(PlatformErrorCode.NotEnoughRights, "The manager is not permitted to authenticate users."); // INV-33

    /// <summary>
    /// Records the <c>u</c> of the link by which a user came to a broker's application (INV-40, INV-41). A nickname that nobody has at the
    /// CRM, and one's own, invite nobody.
    /// </summary>
    public async Task RecordAsync(PlatformBroker broker, long userId, string? partnerNickname, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(partnerNickname)
            && await users.FindIdByNicknameAsync(broker.BrokerCrmName.Value, partnerNickname, cancellationToken) is { } partner
            && partner != userId)
        {
            await store.RecordAsync(
                userId, broker.BrokerName.Value, partner, broker.Options.Invite.GuaranteedPeriod, QueuesOf(broker), cancellationToken); // INV-42
        }
    }

    /// <summary>Tells the broker of an invitation once more.</summary>
    public async Task<Outcome<Nothing>> ResendAsync(string brokerName, long invitedUserId, CancellationToken cancellationToken) =>
        brokers.FindBroker(brokerName) is { } broker && await store.ResendAsync(invitedUserId, brokerName, QueuesOf(broker), cancellationToken)
            ? Nothing.Value
            : NoInvitation;

    /// <summary>What became of an invitation, for the developer of the broker's half.</summary>
    public async Task<Outcome<InvitationView>> GetAsync(string brokerName, long invitedUserId, CancellationToken cancellationToken) =>
        await store.FindAsync(invitedUserId, brokerName, cancellationToken) is { } row
            ? new InvitationView(row.InvitedUserId, row.PartnerUserId, row.BrokerName, row.BrokerPartnerId, row.BrokerResult, row.CreatedAt.ToUnixTimeMilliseconds())
            : NoInvitation;

    /// <summary>The pull of invited users (INV-31, INV-32).</summary>
    public async Task<Outcome<InvitedUsersResponse>> ListAsync(Manager manager, PullQuery query, CancellationToken cancellationToken)
    {
        var reached = brokers.All.Select(static broker => broker.BrokerName.Value).Where(manager.ReachesBroker).ToList();
        var rows = await store.ListAsync(reached, query.CreatedFrom, query.Limit, query.Skip, cancellationToken);
        return new InvitedUsersResponse([.. rows.Select(static row => new InvitedUser(
            row.InvitedUserId, row.PartnerUserId, row.BrokerPartnerId, row.BrokerName, row.CreatedAt.ToUnixTimeMilliseconds()))]);
    }

    /// <summary>The pull of users (INV-33, INV-34). A user without accounts counts for the first broker of the CRM.</summary>
    public async Task<Outcome<PlatformUsersResponse>> ListUsersAsync(Manager manager, PullQuery query, CancellationToken cancellationToken)
    {
        if (options.Value.Managers.FirstOrDefault(known => known.Login == manager.Login)?.AuthenticatesUsers != true)
        {
            return NotPermitted;
        }

        var firstOf = brokers.All.GroupBy(static broker => broker.BrokerCrmName.Value)
            .Where(crm => crm.All(broker => manager.ReachesBroker(broker.BrokerName.Value)))
            .ToDictionary(static crm => crm.Key, static crm => crm.First().BrokerName.Value, StringComparer.Ordinal);
        var rows = await store.ListUsersAsync([.. firstOf.Keys], query.CreatedFrom, query.Limit, query.Skip, cancellationToken);
        return new PlatformUsersResponse([.. rows.Select(row => new PlatformUser(
            row.UserId, row.Email, row.BrokerName ?? firstOf[row.BrokerCrmName], row.CreatedAt.ToUnixTimeMilliseconds()))]);
    }

    private static IReadOnlyList<string> QueuesOf(PlatformBroker broker)
    {
        var invite = broker.Options.Invite;
        return [.. new[] { (invite.AttributionUrl, InviteJobs.Attribution), (invite.NewUserUrl, InviteJobs.NewUser) }
            .Where(webhook => webhook.Item1 is not null && invite.Token is not null).Select(static webhook => webhook.Item2)];
    }
}
