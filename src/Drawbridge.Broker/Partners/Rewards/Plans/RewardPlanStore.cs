using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Broker.Management;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Rewards.Plans;

/// <summary>The SQL of plans. Versions and assignments are added, never changed. Every statement names the broker (BID-44).</summary>
internal sealed class RewardPlanStore(Database database)
{
    private const string Columns = "id, broker_id, name, created_at, archived_at";

    /// <summary>The plans of a broker over time. Part of the caller's read or write.</summary>
    public static async Task<RewardPlans> ReadAsync(DbSession session, long brokerId) => new(
        await ListVersionsAsync(session, brokerId, planId: null),
        (await session.ListAsync<AssignmentRow>("select id, partner_id, plan_id, from_at from partner_plan_assignments where broker_id = @brokerId", new { brokerId }))
            .Select(static row => new RewardAssignment(row.Id, row.PartnerId, row.PlanId, row.FromAt)));

    /// <summary>The plans of a broker over time.</summary>
    public Task<RewardPlans> ReadAsync(long brokerId, CancellationToken cancellationToken) => database.ReadAsync(session => ReadAsync(session, brokerId), cancellationToken);

    /// <summary>Brokers whose partners can earn.</summary>
    public Task<IReadOnlyList<long>> ListBrokersAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<long>("select distinct broker_id from partner_plan_assignments where plan_id is not null order by broker_id"), cancellationToken);

    /// <summary>Plans of some brokers, or of one of them, the newest first, before a number.</summary>
    public Task<IReadOnlyList<RewardPlan>> ListAsync(BrokerScope scope, long? brokerId, long before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<RewardPlan>(
            $"""
            select {Columns} from partner_plans
            where broker_id in {BrokerScope.Sql} and (cast(@brokerId as bigint) is null or broker_id = @brokerId) and id < @before
            order by id desc limit @limit
            """,
            new { scope.CrmId, scope.StaffId, brokerId, before, limit }),
        cancellationToken);

    /// <summary>Plans of some brokers with what counts now, the newest first.</summary>
    public async Task<IReadOnlyList<RewardPlanOverview>> ListOverviewAsync(BrokerScope scope, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
    [
        .. (await database.ReadAsync(
            session => session.ListAsync<OverviewRow>(
                $"""
                select p.id, p.broker_id, p.name, p.created_at, p.archived_at,
                       v.id as version_id, v.number, v.terms, v.from_at, v.recorded_at, v.recorded_by,
                       (select a.plan_id from partner_plan_assignments a where a.broker_id = p.broker_id and a.partner_id is null and a.from_at <= @now
                        order by a.from_at desc, a.id desc limit 1) as default_id
                from partner_plans p
                left join partner_plan_versions v on v.broker_id = p.broker_id and v.id =
                  (select id from partner_plan_versions where plan_id = p.id and from_at <= @now order by from_at desc, number desc limit 1)
                where p.broker_id in {BrokerScope.Sql}
                order by p.id desc limit @limit
                """,
                new { scope.CrmId, scope.StaffId, now, limit }),
            cancellationToken)).Select(static row => row.ToOverview()),
    ];

    /// <summary>The plan, or null when it is at none of those brokers.</summary>
    public Task<RewardPlan?> FindAsync(BrokerScope scope, long id, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FindAsync<RewardPlan>($"select {Columns} from partner_plans where id = @id and broker_id in {BrokerScope.Sql}", new { scope.CrmId, scope.StaffId, id }),
        cancellationToken);

    /// <summary>The plan, or null. Part of the caller's write.</summary>
    public static Task<RewardPlan?> FindAsync(DbSession session, long brokerId, long id) =>
        session.FindAsync<RewardPlan>($"select {Columns} from partner_plans where broker_id = @brokerId and id = @id", new { brokerId, id });

    /// <summary>The versions of a plan, the latest first.</summary>
    public Task<IReadOnlyList<RewardPlanVersion>> ListVersionsAsync(long brokerId, long planId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListVersionsAsync(session, brokerId, planId), cancellationToken);

    /// <summary>Who has a plan of their own now or will have it, the latest first.</summary>
    public Task<IReadOnlyList<PlanHolder>> ListHoldersAsync(long brokerId, long planId, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<PlanHolder>(
            """
            select a.partner_id, p.name, p.identifier, a.from_at, a.recorded_by, a.reason from partner_plan_assignments a left join partners p on p.id = a.partner_id and p.broker_id = a.broker_id
            where a.broker_id = @brokerId and a.plan_id = @planId
            and not exists (select 1 from partner_plan_assignments later where later.broker_id = a.broker_id
                            and (later.partner_id = a.partner_id or later.partner_id is null and a.partner_id is null) and later.id > a.id and later.from_at <= a.from_at)
            order by a.from_at desc, a.id desc limit @limit
            """,
            new { brokerId, planId, limit }),
        cancellationToken);

    /// <summary>Adds a plan; null when the broker has one of that name. Part of the caller's write.</summary>
    public static Task<RewardPlan?> TryAddAsync(DbSession session, long brokerId, string name, DateTimeOffset now) => session.FindAsync<RewardPlan>(
        $"insert into partner_plans (broker_id, name, created_at) values (@brokerId, @name, @now) on conflict (broker_id, name) do nothing returning {Columns}",
        new { brokerId, name, now });

    /// <summary>Adds the next version of a plan. Those of one plan are written one after the other. Part of the caller's write.</summary>
    public static async Task<RewardPlanVersion> AddVersionAsync(DbSession session, long brokerId, long planId, RewardTerms terms, DateTimeOffset from, DateTimeOffset now, string by)
    {
        await session.ExecuteAsync("update partner_plans set name = name where broker_id = @brokerId and id = @planId", new { brokerId, planId }); // locks its versions
        var row = await session.GetAsync<VersionRow>(
            $"""
            insert into partner_plan_versions (broker_id, plan_id, number, terms, from_at, recorded_at, recorded_by)
            select @brokerId, @planId, coalesce(max(number), 0) + 1, {session.Dialect.Choose("cast(@text as jsonb)", "@text")}, @from, @now, @by
            from partner_plan_versions where plan_id = @planId and broker_id = @brokerId
            returning id, plan_id, number, terms, from_at, recorded_at, recorded_by
            """,
            new { brokerId, planId, text = JsonSerializer.Serialize(terms, RewardTermsJson.Default.RewardTerms), from, now, by });
        return row.ToVersion();
    }

    /// <summary>Gives somebody a plan. Part of the caller's write.</summary>
    public static Task<int> AssignAsync(DbSession session, long brokerId, long? partnerId, long? planId, DateTimeOffset from, DateTimeOffset now, string by, string? reason) => session.ExecuteAsync(
        """
        insert into partner_plan_assignments (broker_id, partner_id, plan_id, from_at, recorded_at, recorded_by, reason)
        values (@brokerId, @partnerId, @planId, @from, @now, @by, @reason)
        """,
        new { brokerId, partnerId, planId, from, now, by, reason });

    /// <summary>Puts a plan away, or takes it out again. Part of the caller's write.</summary>
    public static Task<int> ArchiveAsync(DbSession session, long brokerId, long id, DateTimeOffset? at) =>
        session.ExecuteAsync("update partner_plans set archived_at = @at where broker_id = @brokerId and id = @id", new { brokerId, id, at });

    private static async Task<IReadOnlyList<RewardPlanVersion>> ListVersionsAsync(DbSession session, long brokerId, long? planId) =>
    [
        .. (await session.ListAsync<VersionRow>(
            """
            select id, plan_id, number, terms, from_at, recorded_at, recorded_by from partner_plan_versions
            where broker_id = @brokerId and (cast(@planId as bigint) is null or plan_id = @planId) order by number desc
            """,
            new { brokerId, planId })).Select(static row => row.ToVersion()),
    ];

    private sealed record AssignmentRow
    {
        public long Id { get; init; }

        public long? PartnerId { get; init; }

        public long? PlanId { get; init; }

        public DateTimeOffset FromAt { get; init; }
    }

    private record VersionRow
    {
        public long Id { get; init; }

        public long PlanId { get; init; }

        public int Number { get; init; }

        public string Terms { get; init; } = "";

        public DateTimeOffset FromAt { get; init; }

        public DateTimeOffset RecordedAt { get; init; }

        public string RecordedBy { get; init; } = "";

        public RewardPlanVersion ToVersion() => new(Id, PlanId, Number, JsonSerializer.Deserialize<RewardTerms>(Terms, RewardTermsReading.Options)!, FromAt, RecordedAt, RecordedBy);
    }

    /// <summary>A plan, with its version if one counts.</summary>
    private sealed record OverviewRow : VersionRow
    {
        public long BrokerId { get; init; }

        public string Name { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset? ArchivedAt { get; init; }

        public long? VersionId { get; init; }

        public long? DefaultId { get; init; }

        public RewardPlanOverview ToOverview() => new(
            new() { Id = Id, BrokerId = BrokerId, Name = Name, CreatedAt = CreatedAt, ArchivedAt = ArchivedAt },
            VersionId is { } version ? (this with { Id = version, PlanId = Id }).ToVersion() : null,
            DefaultId == Id);
    }
}

/// <summary>Who has a plan, from when on.</summary>
internal sealed record PlanHolder
{
    /// <summary>The partner; null = all who have none of their own.</summary>
    public long? PartnerId { get; init; }

    public string? Name { get; init; }

    public string? Identifier { get; init; }

    public DateTimeOffset FromAt { get; init; }

    public string RecordedBy { get; init; } = "";

    public string? Reason { get; init; }
}

/// <summary>How terms are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RewardTerms))]
internal sealed partial class RewardTermsJson : JsonSerializerContext;

/// <summary>The same for reading: by reflection, as for settings, because generated code sets every property that the text leaves out.</summary>
internal static class RewardTermsReading
{
    public static readonly JsonSerializerOptions Options = new(RewardTermsJson.Default.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };
}
