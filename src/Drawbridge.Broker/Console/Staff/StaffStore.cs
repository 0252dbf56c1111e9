using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.SignIn;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Console.Staff;

/// <summary>The SQL of staff. What a member of staff asks for is reached through their CRM (BID-44); each change is one transaction with its audit entry.</summary>
internal sealed class StaffStore(Database database, TimeProvider time)
{
    private const string Columns =
        "s.id, s.crm_id, s.email, s.name, s.password_hash, s.temporary_until, s.roles, s.disabled_at, s.created_at, s.last_sign_in_at";

    /// <summary>Who has this address, in whatever state, or null. For signing in, which knows no CRM yet.</summary>
    public Task<StaffMember?> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        FindAsync("s.normalized_email = @normalized", new { normalized = UserStore.Normalize(email) }, cancellationToken);

    /// <summary>A member of the CRM's staff, or null.</summary>
    public Task<StaffMember?> FindAsync(long crmId, long id, CancellationToken cancellationToken) =>
        FindAsync("s.crm_id = @crmId and s.id = @id", new { crmId, id }, cancellationToken);

    /// <summary>The CRM's staff, by name.</summary>
    public Task<IReadOnlyList<StaffMember>> ListAsync(long crmId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StaffMember>>(
            async session =>
            {
                var members = await session.ListAsync<StaffMember>($"select {Columns} from staff s where s.crm_id = @crmId order by s.name, s.id", new { crmId });
                var limits = (await session.ListAsync<StaffLimit>(
                    "select l.staff_id, l.broker_id from staff_brokers l join staff s on s.id = l.staff_id where s.crm_id = @crmId order by l.broker_id", new { crmId }))
                    .ToLookup(static limit => limit.StaffId, static limit => limit.BrokerId);
                foreach (var member in members)
                {
                    member.BrokerIds = [.. limits[member.Id]];
                }

                return members;
            },
            cancellationToken);

    /// <summary>Adds a member. Null when the address is taken, by whichever CRM; of concurrent attempts one succeeds.</summary>
    public Task<long?> AddAsync(NewStaff member, StaffAct act, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var id = await session.FindAsync<long?>(
                    """
                    insert into staff (crm_id, email, normalized_email, name, password_hash, temporary_until, roles, created_at)
                    values (@CrmId, @Email, @normalized, @Name, @PasswordHash, @TemporaryUntil, @roles, @now)
                    on conflict (normalized_email) do nothing
                    returning id
                    """,
                    new
                    {
                        member.CrmId, member.Email, normalized = UserStore.Normalize(member.Email), member.Name, member.PasswordHash, member.TemporaryUntil,
                        roles = (int)member.Roles, now = time.GetUtcNow(),
                    });
                if (id is { } added)
                {
                    await PutLimitsAsync(session, added, member.BrokerIds);
                    await AuditStore.AddAsync(session, act, time.GetUtcNow());
                }

                return id;
            },
            cancellationToken);

    /// <summary>Changes name, roles and limits, and ends the sessions, which may have had more. False when that would leave the CRM without an administrator.</summary>
    public Task<bool> TryChangeAsync(StaffMember member, string name, StaffRoles roles, IReadOnlyList<long> brokerIds, StaffAct act, CancellationToken cancellationToken) =>
        ChangeAsync(
            member,
            act,
            async session =>
            {
                await session.ExecuteAsync(
                    "update staff set name = @name, roles = @roles where id = @Id and crm_id = @CrmId", new { name, roles = (int)roles, member.Id, member.CrmId });
                await PutLimitsAsync(session, member.Id, brokerIds);
            },
            cancellationToken);

    /// <summary>Disables or enables, and ends the sessions. False when that would leave the CRM without an administrator.</summary>
    public Task<bool> TrySetDisabledAsync(StaffMember member, bool disabled, StaffAct act, CancellationToken cancellationToken) =>
        ChangeAsync(
            member,
            act,
            session => session.ExecuteAsync(
                "update staff set disabled_at = @at where id = @Id and crm_id = @CrmId",
                new { at = disabled ? time.GetUtcNow() : (DateTimeOffset?)null, member.Id, member.CrmId }),
            cancellationToken);

    /// <summary>Sets a password, and ends every session.</summary>
    /// <param name="member">Whose.</param>
    /// <param name="passwordHash">Its hash.</param>
    /// <param name="temporaryUntil">Null when the member chose it.</param>
    /// <param name="act">What is written down about it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task SetPasswordAsync(StaffMember member, string passwordHash, DateTimeOffset? temporaryUntil, StaffAct act, CancellationToken cancellationToken) =>
        ChangeAsync(
            member,
            act,
            session => session.ExecuteAsync(
                "update staff set password_hash = @passwordHash, temporary_until = @temporaryUntil where id = @Id and crm_id = @CrmId",
                new { passwordHash, temporaryUntil, member.Id, member.CrmId }),
            cancellationToken);

    private async Task<bool> ChangeAsync(StaffMember member, StaffAct act, Func<DbSession, Task> change, CancellationToken cancellationToken)
    {
        try
        {
            await database.WriteAsync(
                async session =>
                {
                    // Two administrators who take each other's role away at the same moment come one after the other.
                    await session.ExecuteAsync("update staff set crm_id = crm_id where crm_id = @CrmId and roles % 2 = 1", new { member.CrmId });
                    var before = await CountAdministratorsAsync(session, member.CrmId);
                    await AuditStore.AddAsync(session, act, time.GetUtcNow());
                    await change(session);
                    await StaffSessionStore.DeleteAllAsync(session, member.Id);
                    if (before > 0 && await CountAdministratorsAsync(session, member.CrmId) == 0)
                    {
                        throw new NoAdministratorException();
                    }
                },
                cancellationToken);
            return true;
        }
        catch (NoAdministratorException)
        {
            return false;
        }
    }

    private static Task<long> CountAdministratorsAsync(DbSession session, long crmId) =>
        session.GetAsync<long>("select count(*) from staff where crm_id = @crmId and roles % 2 = 1 and disabled_at is null", new { crmId });

    private static async Task PutLimitsAsync(DbSession session, long staffId, IReadOnlyList<long> brokerIds)
    {
        await session.ExecuteAsync("delete from staff_brokers where staff_id = @staffId", new { staffId });
        await session.ExecuteAsync(
            "insert into staff_brokers (staff_id, broker_id) values (@staffId, @brokerId)", brokerIds.Distinct().Select(brokerId => new { staffId, brokerId }));
    }

    private Task<StaffMember?> FindAsync(string condition, object parameters, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                if (await session.FindAsync<StaffMember>($"select {Columns} from staff s where {condition}", parameters) is not { } member)
                {
                    return null;
                }

                member.BrokerIds = await ListLimitsAsync(session, member.Id);
                return member;
            },
            cancellationToken);

    /// <summary>The brokers that a member is limited to.</summary>
    public static Task<IReadOnlyList<long>> ListLimitsAsync(DbSession session, long staffId) =>
        session.ListAsync<long>("select broker_id from staff_brokers where staff_id = @staffId order by broker_id", new { staffId });

    private sealed class StaffLimit
    {
        public long StaffId { get; init; }

        public long BrokerId { get; init; }
    }
    /// <summary>Undoes the change.</summary>
    private sealed class NoAdministratorException : Exception;
}
