using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Events;
using Drawbridge.Broker.Partners.Tree;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Programme;

/// <summary>Who asks to become a partner.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Name">What to call the partner.</param>
internal sealed record NewPartner(long UserId, string Name)
{
    /// <summary>The account that is the partner; null = the user.</summary>
    public long? AccountId { get; init; }

    /// <summary>The identifier the broker has given already (FLOW-ATTR2-2); null = a new one.</summary>
    public string? Identifier { get; init; }

    /// <summary>Under whom.</summary>
    public long? ParentId { get; init; }

    /// <summary>True: made by the broker, so nobody has to approve it.</summary>
    public bool IsDecided { get; init; }

    /// <summary>Who did it.</summary>
    public required string By { get; init; }
}

/// <summary>What came of registering, deciding or moving. Closed family.</summary>
internal abstract record PartnerOutcome
{
    private PartnerOutcome()
    {
    }

    public sealed record Done(Partner Partner) : PartnerOutcome;

    /// <summary>There is no such partner, user or account at the broker.</summary>
    public sealed record NotFound : PartnerOutcome;

    /// <summary>The user or account is a partner already.</summary>
    public sealed record Exists(Partner Partner) : PartnerOutcome;

    /// <summary>Another partner of the broker has the identifier.</summary>
    public sealed record IdentifierTaken : PartnerOutcome;

    /// <summary>The partner's status does not allow it.</summary>
    public sealed record WrongStatus(PartnerStatus Status) : PartnerOutcome;

    /// <summary>The partner would stand above itself from that time on.</summary>
    public sealed record Circle(DateTimeOffset From) : PartnerOutcome;
}

/// <summary>The rules of who is a partner and under whom. The platform follows by <see cref="Referrals.ReferralHandler"/>.</summary>
internal sealed class PartnerService(Database database, PartnerTreeStore trees, PartnerFollowUps follows, TimeProvider time)
{
    private const int TriesOfIdentifier = 5;

    /// <summary>Makes somebody a partner, or somebody who waits for approval.</summary>
    public async Task<PartnerOutcome> RegisterAsync(BrokerEntity broker, NewPartner asked, Func<DbSession, Partner, Task>? also, CancellationToken cancellationToken)
    {
        var status = asked.IsDecided || broker.Settings.Partners.Registration == PartnerRegistration.Open ? PartnerStatus.Active : PartnerStatus.Pending;
        return await TryAsync(
            async session =>
            {
                if (!await BelongsAsync(session, broker.Id, asked))
                {
                    return new PartnerOutcome.NotFound();
                }

                var partner = await AddAsync(session, broker.Id, asked, status);
                if (partner is null)
                {
                    return await FindExistingAsync(session, broker.Id, asked) is { } existing ? new PartnerOutcome.Exists(existing) : new PartnerOutcome.IdentifierTaken();
                }

                if (asked.ParentId is { } parent)
                {
                    if (await PartnerStore.FindAsync(session, broker.Id, parent) is null)
                    {
                        throw new RefusedException(new PartnerOutcome.NotFound());
                    }

                    await trees.MoveAsync(session, broker.Id, partner.Id, parent, time.GetUtcNow(), asked.By, reason: null);
                }

                // Users may have come with the identifier before there was a partner here.
                await session.ExecuteAsync(
                    "update users set partner_unread = true where broker_id = @BrokerId and partner_id = @Identifier and not partner_unread", new { partner.BrokerId, partner.Identifier });
                return await FollowAsync(session, broker, partner, new(PartnerEvents.Registered) { By = asked.By, ParentId = asked.ParentId }, also);
            },
            cancellationToken);
    }

    /// <summary>Accepts or rejects who waits, suspends, or resumes.</summary>
    public Task<PartnerOutcome> DecideAsync(
        BrokerEntity broker, long id, PartnerStatus to, string by, string? reason, Func<DbSession, Partner, Task>? also, CancellationToken cancellationToken) => TryAsync(
        async session =>
        {
            if (await PartnerStore.FindAsync(session, broker.Id, id) is not { } partner)
            {
                return new PartnerOutcome.NotFound();
            }

            return CanGo(partner.Status, to) && await PartnerStore.TrySetStatusAsync(session, broker.Id, id, partner.Status, to, by, reason, time.GetUtcNow())
                ? await FollowAsync(
                    session, broker, (await PartnerStore.FindAsync(session, broker.Id, id))!, new(PartnerEvents.Of(partner.Status, to)) { By = by, Reason = reason }, also)
                : new PartnerOutcome.WrongStatus(partner.Status);
        },
        cancellationToken);

    /// <summary>Puts a partner with its network under another one, or at the top, from a time on (INV-3).</summary>
    public Task<PartnerOutcome> MoveAsync(
        BrokerEntity broker, long id, long? parentId, DateTimeOffset from, string by, string? reason, Func<DbSession, Partner, Task>? also, CancellationToken cancellationToken) => TryAsync(
        async session =>
        {
            if (await PartnerStore.FindAsync(session, broker.Id, id) is not { } partner
                || (parentId is { } parent && await PartnerStore.FindAsync(session, broker.Id, parent) is null))
            {
                return new PartnerOutcome.NotFound();
            }

            if (await trees.MoveAsync(session, broker.Id, id, parentId, from, by, reason) is { } circle)
            {
                return new PartnerOutcome.Circle(circle);
            }

            var holdsFrom = from < time.GetUtcNow() ? time.GetUtcNow() : from;
            return await FollowAsync(session, broker, partner, new(PartnerEvents.Moved) { By = by, Reason = reason, ParentId = parentId, From = holdsFrom }, also);
        },
        cancellationToken);

    /// <summary>Calls a partner otherwise; the identifier stays. Called so already, nothing happens.</summary>
    public Task<PartnerOutcome> RenameAsync(BrokerEntity broker, long id, string name, string by, string? reason, Func<DbSession, Partner, Task>? also, CancellationToken cancellationToken) => TryAsync(
        async session =>
        {
            if (await PartnerStore.FindAsync(session, broker.Id, id) is not { } partner)
            {
                return new PartnerOutcome.NotFound();
            }

            return await PartnerStore.TryRenameAsync(session, partner, name)
                ? await FollowAsync(session, broker, (await PartnerStore.FindAsync(session, broker.Id, id))!, new(PartnerEvents.Renamed) { By = by, Reason = reason }, also)
                : new PartnerOutcome.Done(partner);
        },
        cancellationToken);

    /// <summary>From which states a partner gets into which.</summary>
    private static bool CanGo(PartnerStatus from, PartnerStatus to) => (from, to) switch
    {
        (PartnerStatus.Pending, PartnerStatus.Active or PartnerStatus.Rejected) => true,
        (PartnerStatus.Active, PartnerStatus.Suspended) => true,
        (PartnerStatus.Suspended or PartnerStatus.Rejected, PartnerStatus.Active) => true,
        _ => false,
    };

    private static async Task<bool> BelongsAsync(DbSession session, long brokerId, NewPartner asked) =>
        asked.AccountId is { } accountId
            ? await session.FindAsync<long?>("select id from accounts where broker_id = @brokerId and user_id = @UserId and id = @accountId", new { brokerId, asked.UserId, accountId }) is not null
            : await session.FindAsync<long?>("select id from users where broker_id = @brokerId and id = @UserId", new { brokerId, asked.UserId }) is not null;

    private static Task<Partner?> FindExistingAsync(DbSession session, long brokerId, NewPartner asked) => PartnerStore.FindOfAsync(session, brokerId, asked.UserId, asked.AccountId);

    private async Task<Partner?> AddAsync(DbSession session, long brokerId, NewPartner asked, PartnerStatus status)
    {
        var now = time.GetUtcNow();
        for (var i = 1; ; i++)
        {
            var added = await PartnerStore.TryAddAsync(session, new Partner
            {
                BrokerId = brokerId, UserId = asked.UserId, AccountId = asked.AccountId, Identifier = asked.Identifier ?? PartnerIdentifier.New(), Name = asked.Name, Status = status,
                CreatedAt = now, DecidedAt = status == PartnerStatus.Active ? now : null, DecidedBy = status == PartnerStatus.Active ? asked.By : null,
            });
            if (added is not null || asked.Identifier is not null || i == TriesOfIdentifier || await FindExistingAsync(session, brokerId, asked) is not null)
            {
                return added;
            }
        }
    }

    /// <summary>What goes with every change: the platform and the CRM are told, and whatever the caller writes down.</summary>
    private async Task<PartnerOutcome> FollowAsync(DbSession session, BrokerEntity broker, Partner partner, PartnerChange change, Func<DbSession, Partner, Task>? also)
    {
        await follows.FollowAsync(session, broker, partner, change);
        if (also is not null)
        {
            await also(session, partner);
        }

        return new PartnerOutcome.Done(partner);
    }

    private async Task<PartnerOutcome> TryAsync(Func<DbSession, Task<PartnerOutcome>> write, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(write, cancellationToken);
        }
        catch (RefusedException e)
        {
            return e.Outcome;
        }
    }

    /// <summary>Takes back what the write did already.</summary>
    private sealed class RefusedException(PartnerOutcome outcome) : Exception("The change was refused.")
    {
        public PartnerOutcome Outcome => outcome;
    }
}
