using System.Data.Common;
using Drawbridge.Broker.Management;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Programme;

/// <summary>The SQL of partners. Every statement names the broker (BID-44).</summary>
internal sealed class PartnerStore(Database database)
{
    private const string Columns =
        "id, broker_id, user_id, ctrader_user_id, account_id, identifier, name, status, created_at, decided_at, decided_by, reason, told_identifier, told_at";

    public Task<Partner?> FindAsync(long brokerId, long id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, brokerId, id), cancellationToken);

    /// <summary>Some partners of a broker by their numbers; for tens of them, not for thousands.</summary>
    public async Task<IReadOnlyDictionary<long, Partner>> FindAllAsync(long brokerId, IEnumerable<long> ids, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            session => session.ListAsync<Partner>($"select {Columns} from partners where broker_id = @brokerId and id {session.Dialect.Choose("= any(@numbers)", "in @numbers")}", new { brokerId, numbers = ids.Distinct().ToArray() }), cancellationToken))
        .ToDictionary(static partner => partner.Id);

    /// <summary>The partner, if one of those brokers has it.</summary>
    public Task<Partner?> FindAsync(BrokerScope scope, long id, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FindAsync<Partner>($"select {Columns} from partners where broker_id in {BrokerScope.Sql} and id = @id", new { scope.CrmId, scope.StaffId, id }), cancellationToken);

    /// <summary>Part of the caller's read or write.</summary>
    public static Task<Partner?> FindAsync(DbSession session, long brokerId, long id) =>
        session.FindAsync<Partner>($"select {Columns} from partners where broker_id = @brokerId and id = @id", new { brokerId, id });

    /// <summary>The partner with that identifier, or null. Part of the caller's read or write.</summary>
    public static Task<Partner?> FindByIdentifierAsync(DbSession session, long brokerId, string identifier) =>
        session.FindAsync<Partner>($"select {Columns} from partners where broker_id = @brokerId and identifier = @identifier", new { brokerId, identifier });

    /// <summary>The user-level partner, whether a user here or known by the platform only, or null. Part of the caller's read or write.</summary>
    public static Task<Partner?> FindByCtraderUserAsync(DbSession session, long brokerId, long ctraderUserId) =>
        session.FindAsync<Partner>(
            $"""
            select {Columns} from partners p where p.broker_id = @brokerId and p.account_id is null
            and (p.user_id = (select id from users where broker_id = @brokerId and ctrader_user_id = @ctraderUserId)
                 or (p.user_id is null and p.ctrader_user_id = @ctraderUserId))
            order by p.user_id is null
            """,
            new { brokerId, ctraderUserId });

    /// <summary>The partner that a user, or one account of the user, is; or null. Part of the caller's read or write.</summary>
    public static Task<Partner?> FindOfAsync(DbSession session, long brokerId, long userId, long? accountId) => session.FindAsync<Partner>(
        $"""
        select {Columns} from partners
        where broker_id = @brokerId and user_id = @userId and (account_id = @accountId or cast(@accountId as bigint) is null and account_id is null)
        """,
        new { brokerId, userId, accountId });

    /// <summary>What a user is partner with: as a user, and with accounts.</summary>
    public Task<IReadOnlyList<Partner>> ListOfUserAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<Partner>(
                $"select {Columns} from partners where broker_id = @brokerId and user_id = @userId order by id", new { brokerId, userId }),
            cancellationToken);

    /// <summary>Adds a partner and returns it with its number; null when the broker has one with that identifier, or the user is one already. Part of the caller's write.</summary>
    public static async Task<Partner?> TryAddAsync(DbSession session, Partner partner)
    {
        var added = await session.FindAsync<Partner>(
            $"""
            insert into partners (broker_id, user_id, ctrader_user_id, account_id, identifier, name, status, created_at, decided_at, decided_by, reason, search_text)
            values (@BrokerId, @UserId, @CtraderUserId, @AccountId, @Identifier, @Name, @status, @CreatedAt, @DecidedAt, @DecidedBy, @Reason, @search)
            on conflict do nothing
            returning {Columns}
            """,
            new
            {
                partner.BrokerId, partner.UserId, partner.CtraderUserId, partner.AccountId, partner.Identifier, partner.Name, status = (int)partner.Status,
                partner.CreatedAt, partner.DecidedAt, partner.DecidedBy, partner.Reason,
                search = SearchTextOf(partner.Name, partner.Identifier),
            });
        if (added is not null)
        {
            await NoteStatusAsync(session, added.BrokerId, added.Id, added.Status, added.CreatedAt);
        }

        return added;
    }

    /// <summary>Moves a partner from one of some states to another. False when it is in none of them. Part of the caller's write.</summary>
    public static async Task<bool> TrySetStatusAsync(
        DbSession session, long brokerId, long id, PartnerStatus from, PartnerStatus to, string by, string? reason, DateTimeOffset now)
    {
        var changed = await session.ExecuteAsync(
            """
            update partners set status = @to, decided_at = @now, decided_by = @by, reason = @reason
            where broker_id = @brokerId and id = @id and status = @from
            """,
            new { brokerId, id, from = (int)from, to = (int)to, by, reason, now }) == 1;
        if (changed)
        {
            await NoteStatusAsync(session, brokerId, id, to, now);
        }

        return changed;
    }

    /// <summary>Calls a partner otherwise. False when it is called so already. Part of the caller's write.</summary>
    public static async Task<bool> TryRenameAsync(DbSession session, Partner partner, string name) =>
        await session.ExecuteAsync(
            "update partners set name = @name, search_text = @search where broker_id = @BrokerId and id = @Id and name <> @name",
            new { name, search = SearchTextOf(name, partner.Identifier), partner.BrokerId, partner.Id }) == 1;

    /// <summary>Gives a partner another identifier. False when the broker has one with it. Part of no other write.</summary>
    public async Task<bool> TrySetIdentifierAsync(long brokerId, long id, string identifier, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(
                session => session.ExecuteAsync(
                    "update partners set identifier = @identifier, search_text = lower(name || ' ' || cast(@identifier as text)) where broker_id = @brokerId and id = @id", new { brokerId, id, identifier }),
                cancellationToken) == 1;
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            return false;
        }
    }

    /// <summary>What the platform has from now on.</summary>
    public Task MarkToldAsync(long brokerId, long id, string? identifier, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "update partners set told_identifier = @identifier, told_at = @now where broker_id = @brokerId and id = @id", new { brokerId, id, identifier, now }),
            cancellationToken);

    /// <summary>Partners of some brokers, or of one of them, the newest first, before a number.</summary>
    public Task<IReadOnlyList<Partner>> ListAsync(BrokerScope scope, long? brokerId, PartnerStatus? status, long before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<Partner>(
                $"""
                select {Columns} from partners
                where broker_id in {BrokerScope.Sql} and (cast(@brokerId as bigint) is null or broker_id = @brokerId)
                and id < @before and (cast(@status as bigint) is null or status = @status)
                order by id desc limit @limit
                """,
                new { scope.CrmId, scope.StaffId, brokerId, before, limit, status = (long?)status }),
            cancellationToken);

    private static string SearchTextOf(string name, string identifier) => $"{name} {identifier}".ToLowerInvariant();

    /// <summary>What is earned depends on the status at its time, so that each stays known.</summary>
    private static Task<int> NoteStatusAsync(DbSession session, long brokerId, long id, PartnerStatus status, DateTimeOffset from) => session.ExecuteAsync(
        "insert into partner_statuses (broker_id, partner_id, status, from_at) values (@brokerId, @id, @status, @from)",
        new { brokerId, id, status = (int)status, from });
}
