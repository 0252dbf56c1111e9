using Drawbridge.Storage;

namespace Drawbridge.Broker.Configuration.Versions;

/// <summary>The SQL of versions of the configuration. A version is written once and never changed.</summary>
internal sealed class ConfigurationStore(Database database)
{
    private const string CrmColumns =
        """
        select c.id as crm_id, c.name as crm_name, cast(null as bigint) as broker_id, cast(null as text) as broker_name, c.settings,
          (select e.document from configuration_entries e where e.crm_id = c.id and e.broker_id is null and e.version <= @until order by e.version desc limit 1) as document
        from crms c
        """;

    private const string BrokerColumns =
        """
        select c.id as crm_id, c.name as crm_name, b.id as broker_id, b.name as broker_name, b.settings,
          (select e.document from configuration_entries e where e.broker_id = b.id and e.version <= @until order by e.version desc limit 1) as document
        from brokers b join crms c on c.id = b.crm_id
        """;

    private const string VersionColumns =
        """
        v.version, v.made_at, v.source, v.actor, v.place, v.restored,
          (select count(*) from configuration_entries e where e.version = v.version and (cast(@crmId as bigint) is null or e.crm_id = @crmId)) as entities
        """;

    /// <summary>The newest version, 0 when there is none.</summary>
    public Task<long> FindVersionAsync(CancellationToken cancellationToken) => database.ReadAsync(FindVersionAsync, cancellationToken);

    /// <summary>The newest version of those that touch a CRM, 0 when there is none.</summary>
    public Task<long> FindVersionAsync(long crmId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.GetAsync<long>("select coalesce(max(version), 0) from configuration_entries where crm_id = @crmId", new { crmId }), cancellationToken);

    /// <summary>These CRMs and brokers, and the version they are of. With no broker's name, all brokers of the CRMs.</summary>
    public Task<(long Version, IReadOnlyList<StoredEntityRow> Rows)> LoadAsync(
        IReadOnlyList<string> crmNames, IReadOnlyList<string>? brokerNames, CancellationToken cancellationToken) =>
        database.ReadAsync<(long, IReadOnlyList<StoredEntityRow>)>(
            async session =>
            {
                // The version first: what is written after it was read makes the next write fail, and everything is read again.
                var version = await FindVersionAsync(session);
                var parameters = new { crmNames = crmNames.ToArray(), brokerNames = brokerNames?.ToArray(), until = long.MaxValue };
                var crms = await session.ListAsync<StoredEntityRow>($"{CrmColumns} where {session.Dialect.In("c.name", "@crmNames")}", parameters);

                // A broker's name is looked for everywhere: it may be another CRM's.
                var brokers = await session.ListAsync<StoredEntityRow>(
                    $"{BrokerColumns} where {(brokerNames is null ? session.Dialect.In("c.name", "@crmNames") : session.Dialect.In("b.name", "@brokerNames"))} order by b.name", parameters);
                return (version, [.. crms, .. brokers]);
            },
            cancellationToken);

    /// <summary>Which CRM has each of these brokers.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindOwnersAsync(IReadOnlyList<string> brokerNames, CancellationToken cancellationToken)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var names in brokerNames.Chunk(1000))
        {
            var rows = await database.ReadAsync(
                session => session.ListAsync<StoredEntityRow>(
                    $"select c.name as crm_name, b.name as broker_name from brokers b join crms c on c.id = b.crm_id where {session.Dialect.In("b.name", "@names")}", new { names }),
                cancellationToken);
            foreach (var row in rows)
            {
                owners[row.BrokerName!] = row.CrmName;
            }
        }

        return owners;
    }

    /// <summary>Everything of a CRM, or of every CRM, as it was at a version; what came later is not in it.</summary>
    public Task<IReadOnlyList<StoredEntityRow>> LoadAtAsync(long? crmId, long version, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoredEntityRow>>(
            async session =>
            {
                var parameters = new { crmId, until = version };
                var crms = await session.ListAsync<StoredEntityRow>($"{CrmColumns} where (cast(@crmId as bigint) is null or c.id = @crmId) order by c.name", parameters);
                var brokers = await session.ListAsync<StoredEntityRow>($"{BrokerColumns} where (cast(@crmId as bigint) is null or c.id = @crmId) order by c.name, b.name", parameters);
                return [.. crms, .. brokers];
            },
            cancellationToken);

    /// <summary>Versions that touch a CRM (null: any), the latest first.</summary>
    public Task<IReadOnlyList<VersionRow>> ListAsync(long? crmId, long before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<VersionRow>(
                $"""
                select {VersionColumns} from configuration_versions v
                where v.version < @before
                  and (cast(@crmId as bigint) is null or exists (select 1 from configuration_entries e where e.version = v.version and e.crm_id = @crmId))
                order by v.version desc limit @limit
                """,
                new { crmId, before, limit }),
            cancellationToken);

    /// <summary>The version, if it touches the CRM (null: any); else null.</summary>
    public async Task<VersionRow?> FindAsync(long? crmId, long version, CancellationToken cancellationToken) =>
        (await ListAsync(crmId, version + 1, 1, cancellationToken)) is [var row] && row.Version == version ? row : null;

    /// <summary>What changed after one version and up to another, in those CRMs (null: in any).</summary>
    public Task<IReadOnlyList<VersionEntryRow>> ListEntriesAsync(long after, long until, IReadOnlyList<string>? crmNames, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<VersionEntryRow>(
                $"""
                select e.version, e.crm_id, c.name as crm_name, b.name as broker_name, e.document,
                  case when e.broker_id is null
                    then (select p.document from configuration_entries p where p.crm_id = e.crm_id and p.broker_id is null and p.version < e.version order by p.version desc limit 1)
                    else (select p.document from configuration_entries p where p.broker_id = e.broker_id and p.version < e.version order by p.version desc limit 1)
                  end as before
                from configuration_entries e join crms c on c.id = e.crm_id left join brokers b on b.id = e.broker_id
                where e.version > @after and e.version <= @until {(crmNames is null ? "" : $"and {session.Dialect.In("c.name", "@crmNames")}")}
                order by e.version, c.name, case when e.broker_id is null then 0 else 1 end, b.name
                """,
                new { after, until, crmNames = crmNames?.ToArray() }),
            cancellationToken);

    /// <summary>Begins the next version, as part of the caller's write; null when another one began it since.</summary>
    public static async Task<long?> BeginAsync(DbSession session, long seen, ConfigurationRequest request, DateTimeOffset now)
    {
        if (await session.ExecuteAsync("update configuration_state set version = version + 1 where id = 1 and version = @seen", new { seen }) == 0)
        {
            return null;
        }

        var version = seen + 1;
        await session.ExecuteAsync(
            "insert into configuration_versions (version, made_at, source, actor, place, restored) values (@version, @now, @source, @Actor, @Place, @Restores)",
            new { version, now, source = (int)request.Origin.Source, request.Origin.Actor, request.Origin.Place, request.Restores });
        return version;
    }

    /// <summary>What a CRM or broker is from that version on. Part of the caller's write.</summary>
    public static Task AddAsync(DbSession session, long version, long crmId, long? brokerId, string document) => session.ExecuteAsync(
        "insert into configuration_entries (version, crm_id, broker_id, document) values (@version, @crmId, @brokerId, @document)",
        new { version, crmId, brokerId, document });

    private static Task<long> FindVersionAsync(DbSession session) => session.GetAsync<long>("select version from configuration_state where id = 1");
}
