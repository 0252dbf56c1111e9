using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Introducers;
using Drawbridge.Broker.Partners.Invite;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Referrals;
using Drawbridge.Broker.Partners.Rewards;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Partners;

/// <summary>
/// Brings the ledger up to what users, partners and invitations say: whatever way a user came, and whoever died in between, it is found here. Every
/// step can be done by several nodes at once, and happens once.
/// </summary>
internal sealed partial class PartnerSweep(
    Database database,
    AttributionStore attributions,
    InvitationStore invitations,
    InviteService invite,
    InviteTokenStore tokens,
    ReferralJobs referrals,
    IntroducerWalk introducers,
    RewardJobs rewards,
    JobQueue jobs,
    BrokerDirectory directory,
    TimeProvider time,
    ILogger<PartnerSweep> log) : BackgroundService
{
    private const int Batch = 500;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);

    private readonly HashSet<long> _pulled = [];

    /// <summary>One round, to the end.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await ReadIdentifiersAsync(brokerId: null, cancellationToken);
        await LinkPartnersAsync(cancellationToken);
        foreach (var waiting in await invitations.ListReadyAsync(Batch, cancellationToken))
        {
            await invite.CatchUpAsync(waiting, cancellationToken);
        }

        await TellPlatformAsync(cancellationToken);
        await BeginPullsAsync(cancellationToken);
        await introducers.SwitchAsync(cancellationToken);
        await rewards.BeginPullsAsync(cancellationToken);
    }

    /// <summary>Attributes users who came with an identifier, such as those of one broker before a list of them is shown.</summary>
    public async Task ReadIdentifiersAsync(long? brokerId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var users = await database.ReadAsync(
                session => session.ListAsync<UserArrival>(
                    """
                    select id, broker_id, partner_id, partner_clicks, partner_code, acquisition, normalized_email, created_at from users
                    where partner_unread and (partner_id is not null or partner_clicks is not null or partner_code is not null) and (cast(@brokerId as bigint) is null or broker_id = @brokerId)
                    order by broker_id, id limit @Batch
                    """,
                    new { brokerId, Batch }),
                cancellationToken);
            foreach (var user in users)
            {
                await ReadIdentifierAsync(user, cancellationToken);
            }

            if (users.Count < Batch)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
#pragma warning disable CA1031 // The next round tries again.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Failed(log, e);
            }
        }
    }

    /// <summary>FLOW-ATTR1-8, FLOW-ATTR1-9; an identifier that nobody has stops nothing (FLOW-ATTR1-10). What a user came with is read once.</summary>
    private Task ReadIdentifierAsync(UserArrival user, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var isMine = await session.ExecuteAsync(
                """
                update users set partner_unread = false, partner_clicks = null, partner_code = null where broker_id = @BrokerId and id = @Id and partner_unread
                """,
                new { user.BrokerId, user.Id }) == 1;
            if (!isMine)
            {
                return;
            }

            var (claims, isUnknown) = await user.ReadAsync(session);
            if (isUnknown)
            {
                var broker = directory.Current.FindBroker(user.BrokerId);
                Unknown(log, broker?.Name.Value, broker?.Crm.Name.Value, user.Id);
            }

            if (claims.Count > 0)
            {
                await attributions.AddAsync(session, user.BrokerId, user.Id, claims);
            }
        },
        cancellationToken);

    /// <summary>Partners whom the platform named before they were users here.</summary>
    private Task<int> LinkPartnersAsync(CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            """
            update partners set user_id = (select u.id from users u where u.broker_id = partners.broker_id and u.ctrader_user_id = partners.ctrader_user_id)
            where user_id is null
            and exists (select 1 from users u where u.broker_id = partners.broker_id and u.ctrader_user_id = partners.ctrader_user_id)
            and not exists (select 1 from users u join partners p on p.user_id = u.id and p.account_id is null
                            where u.broker_id = partners.broker_id and u.ctrader_user_id = partners.ctrader_user_id)
            """),
        cancellationToken);

    /// <summary>Partners who have come to the platform since (FLOW-ATTR2-3), or whose broker switched the module.</summary>
    private async Task TellPlatformAsync(CancellationToken cancellationToken)
    {
        var due = await database.ReadAsync(
            session => session.ListAsync<DuePartner>(
                """
                select p.id, p.broker_id, p.status from partners p join users u on u.id = p.user_id and u.broker_id = p.broker_id
                left join accounts a on a.id = p.account_id and a.broker_id = p.broker_id
                where u.ctrader_user_id is not null and (p.account_id is null or a.ctid_trader_account_id is not null)
                and (p.status = 2 and (p.told_identifier is null or p.told_identifier <> p.identifier) or p.status <> 2 and p.told_identifier is not null)
                order by p.id limit @Batch
                """,
                new { Batch }),
            cancellationToken);
        foreach (var partner in due.Where(partner => directory.Current.FindBroker(partner.BrokerId) is { } broker
            && (partner.Status != PartnerStatus.Active || broker.Settings.Offers(Module.Invite))))
        {
            await database.WriteAsync(session => referrals.EnqueueAsync(session, partner.BrokerId, partner.Id), cancellationToken);
        }
    }

    /// <summary>Each broker that has given the platform a token has a job, which asks for the next one itself.</summary>
    private async Task BeginPullsAsync(CancellationToken cancellationToken)
    {
        var brokers = await tokens.ListBrokersAsync(cancellationToken);
        _pulled.IntersectWith(brokers);
        foreach (var broker in brokers.Where(_pulled.Add))
        {
            await jobs.EnqueueAsync(InvitePull.Request(broker, time.GetUtcNow()), cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "User {UserId} of broker {BrokerName} at {CrmName} came with a partnerId that no partner has (FLOW-ATTR1-10)")]
    private static partial void Unknown(ILogger logger, string? brokerName, string? crmName, long userId);

    [LoggerMessage(LogLevel.Error, "Partners could not be brought up to date")]
    private static partial void Failed(ILogger logger, Exception exception);

    private sealed record DuePartner
    {
        public long Id { get; init; }

        public long BrokerId { get; init; }

        public PartnerStatus Status { get; init; }
    }
}
