using System.Text.Json;
using System.Text.Json.Serialization;
using Drawbridge.Broker.Branding.Images;
using Drawbridge.Broker.HostedProvider;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Brokers;

/// <summary>The SQL of CRMs and brokers.</summary>
internal sealed class BrokerStore(Database database)
{
    // A setting that an earlier version of the program stored and this one has no longer is passed over.
    private static readonly JsonSerializerOptions Stored = new(BrokerJsonReading.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    /// <summary>The newest version of the configuration.</summary>
    public Task<long> FindVersionAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(static session => session.GetAsync<long>("select version from configuration_state where id = 1"), cancellationToken);

    /// <summary>Everything, and the version that it is at least of.</summary>
    public Task<(long Version, BrokerDirectorySnapshot Snapshot)> LoadAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                // The version first: what is written meanwhile is read again, and never missed.
                var version = await session.GetAsync<long>("select version from configuration_state where id = 1");
                var crms = (await session.ListAsync<CrmRow>("select id, name, settings from crms")).Select(ToCrm).ToDictionary(crm => crm.Id);
                var brokers = await session.ListAsync<BrokerRow>("select id, crm_id, name, settings from brokers");
                var providers = new ProvidersByOwner(await HostedProviderStore.ListAsync(session));
                var images = (await BrandImageStore.ListAsync(session)).ToLookup(static image => image.BrokerId);
                return (version, new BrokerDirectorySnapshot(
                    crms.Values, brokers.Select(row => ToBroker(row, crms[row.CrmId], providers) with { Images = BrandImages.Of(images[row.Id]) })));
            },
            cancellationToken);

    /// <summary>Ids of the CRMs and brokers that versions after one changed, and the newest version.</summary>
    public Task<(long Version, IReadOnlyList<long> Crms, IReadOnlyList<long> Brokers)> ListChangedAsync(long after, CancellationToken cancellationToken) =>
        database.ReadAsync<(long, IReadOnlyList<long>, IReadOnlyList<long>)>(
            async session =>
            {
                var version = await session.GetAsync<long>("select version from configuration_state where id = 1");
                var rows = await session.ListAsync<ChangedRow>(
                    "select distinct crm_id, broker_id from configuration_entries where version > @after and version <= @version", new { after, version });
                return (
                    version,
                    [.. rows.Where(static row => row.BrokerId is null).Select(static row => row.CrmId)],
                    [.. rows.Select(static row => row.BrokerId).OfType<long>()]);
            },
            cancellationToken);

    /// <summary>The directory of before with these CRMs, all of their brokers, and these brokers read again.</summary>
    public Task<BrokerDirectorySnapshot> LoadAsync(
        BrokerDirectorySnapshot before, IReadOnlyList<long> crmIds, IReadOnlyList<long> brokerIds, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var parameters = new { crmIds = crmIds.ToArray(), brokerIds = brokerIds.ToArray() };
                var which = $"({session.Dialect.In("{0}crm_id", "@crmIds")} or {session.Dialect.In("{0}{1}", "@brokerIds")})";
                string Where(string table, string id) => which.Replace("{0}", table, StringComparison.Ordinal).Replace("{1}", id, StringComparison.Ordinal);

                var crms = before.Crms.ToDictionary(static crm => crm.Id);
                foreach (var crm in (await session.ListAsync<CrmRow>($"select id, name, settings from crms where {session.Dialect.In("id", "@crmIds")}", parameters)).Select(ToCrm))
                {
                    crms[crm.Id] = crm;
                }

                var rows = await session.ListAsync<BrokerRow>($"select id, crm_id, name, settings from brokers where {Where("", "id")}", parameters);
                var providers = new ProvidersByOwner(await HostedProviderStore.ListAsync(session));
                var images = (await session.ListAsync<BrandImageRow>(
                    $"select i.broker_id, i.kind, i.name, i.size, i.created_at from brand_images i join brokers b on b.id = i.broker_id where {Where("b.", "id")}", parameters))
                    .ToLookup(static image => image.BrokerId);
                var read = rows.Select(row => ToBroker(row, crms[row.CrmId], providers) with { Images = BrandImages.Of(images[row.Id]) }).ToDictionary(static broker => broker.Id);
                return new BrokerDirectorySnapshot(crms.Values, before.Brokers.Where(broker => !read.ContainsKey(broker.Id)).Concat(read.Values));
            },
            cancellationToken);

    /// <summary>The brokers of a CRM with their settings alone. Part of the caller's read or write.</summary>
    public static async Task<IReadOnlyList<BrokerEntity>> ListOfCrmAsync(DbSession session, long crmId)
    {
        var crm = ToCrm(await session.GetAsync<CrmRow>("select id, name, settings from crms where id = @crmId", new { crmId }));
        var none = new ProvidersByOwner([]);
        return [.. (await session.ListAsync<BrokerRow>("select id, crm_id, name, settings from brokers where crm_id = @crmId", new { crmId })).Select(row => ToBroker(row, crm, none))];
    }

    /// <summary>The encrypted MD5 of the password of the manager of live accounts, or of demo accounts.</summary>
    public Task<string> GetManagerPasswordSealedAsync(long brokerId, bool demo, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.GetAsync<string>(
                $"select {(demo ? "coalesce(demo_manager_password_sealed, manager_password_sealed)" : "manager_password_sealed")} from brokers where id = @brokerId",
                new { brokerId }),
            cancellationToken);

    /// <summary>Adds or replaces a CRM; returns its id. Part of the caller's write.</summary>
    public static Task<long> PutCrmAsync(DbSession session, string name, CrmSettings settings) =>
        session.GetAsync<long>(
            """
            insert into crms (name, settings) values (@name, @settings)
            on conflict (name) do update set settings = excluded.settings
            returning id
            """,
            new { name, settings = JsonSerializer.Serialize(settings, BrokerJson.Default.CrmSettings) });

    /// <summary>Adds or replaces a broker of a CRM; returns its id. Part of the caller's write.</summary>
    public static Task<long> PutBrokerAsync(DbSession session, long crmId, string name, BrokerSettings settings, string managerPasswordSealed, string? demoManagerPasswordSealed = null) =>
        session.GetAsync<long>(
            """
            insert into brokers (crm_id, name, settings, manager_password_sealed, demo_manager_password_sealed)
            values (@crmId, @name, @settings, @managerPasswordSealed, @demoManagerPasswordSealed)
            on conflict (name) do update
              set crm_id = excluded.crm_id, settings = excluded.settings, manager_password_sealed = excluded.manager_password_sealed,
                demo_manager_password_sealed = excluded.demo_manager_password_sealed
            returning id
            """,
            new { crmId, name, settings = JsonSerializer.Serialize(settings, BrokerJson.Default.BrokerSettings), managerPasswordSealed, demoManagerPasswordSealed });

    private static Crm ToCrm(CrmRow row) =>
        new(row.Id, BrokerCrmName.Parse(row.Name), JsonSerializer.Deserialize<CrmSettings>(row.Settings, Stored)!);

    private static BrokerEntity ToBroker(BrokerRow row, Crm crm, ProvidersByOwner providers) =>
        new(row.Id, BrokerName.Parse(row.Name), crm, JsonSerializer.Deserialize<BrokerSettings>(row.Settings, Stored)!)
        {
            // What a broker has itself comes before what all brokers of its CRM have.
            PaymentProviders =
            [
                .. providers.OfBroker[row.Id].Concat(providers.OfCrm[crm.Id]).DistinctBy(static provider => provider.Name).Select(static provider => provider.ToEntity()),
            ],
        };

    private sealed class ProvidersByOwner(IReadOnlyList<HostedProviderRow> rows)
    {
        public ILookup<long, HostedProviderRow> OfBroker { get; } = rows.Where(static row => row.BrokerId is not null).ToLookup(static row => row.BrokerId!.Value);

        public ILookup<long, HostedProviderRow> OfCrm { get; } = rows.Where(static row => row.BrokerId is null).ToLookup(static row => row.CrmId);
    }

    private sealed class ChangedRow
    {
        public long CrmId { get; init; }

        public long? BrokerId { get; init; }
    }

    private sealed class CrmRow
    {
        public long Id { get; init; }

        public string Name { get; init; } = "";

        public string Settings { get; init; } = "";
    }

    private sealed class BrokerRow
    {
        public long Id { get; init; }

        public long CrmId { get; init; }

        public string Name { get; init; } = "";

        public string Settings { get; init; } = "";
    }
}
