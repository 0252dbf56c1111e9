using System.Text.Json;
using Drawbridge.Broker.Branding.Images;
using Drawbridge.Broker.HostedProvider;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Brokers;

/// <summary>The SQL of CRMs and brokers.</summary>
internal sealed class BrokerStore(Database database)
{
    /// <summary>Everything, in a few reads of one connection.</summary>
    public Task<BrokerDirectorySnapshot> LoadAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var crms = (await session.ListAsync<CrmRow>("select id, name, settings from crms")).Select(ToCrm).ToDictionary(crm => crm.Id);
                var brokers = await session.ListAsync<BrokerRow>("select id, crm_id, name, settings from brokers");
                var providers = await HostedProviderStore.ListAsync(session);
                var images = (await BrandImageStore.ListAsync(session)).ToLookup(static image => image.BrokerId);
                return new BrokerDirectorySnapshot(
                    crms.Values, brokers.Select(row => ToBroker(row, crms[row.CrmId], providers) with { Images = BrandImages.Of(images[row.Id]) }));
            },
            cancellationToken);

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
        new(row.Id, BrokerCrmName.Parse(row.Name), JsonSerializer.Deserialize<CrmSettings>(row.Settings, BrokerJsonReading.Options)!);

    private static BrokerEntity ToBroker(BrokerRow row, Crm crm, IReadOnlyList<HostedProviderRow> providers) =>
        new(row.Id, BrokerName.Parse(row.Name), crm, JsonSerializer.Deserialize<BrokerSettings>(row.Settings, BrokerJsonReading.Options)!)
        {
            // What a broker has itself comes before what all brokers of its CRM have.
            PaymentProviders =
            [
                .. providers.Where(provider => provider.BrokerId == row.Id || (provider.BrokerId is null && provider.CrmId == crm.Id))
                    .OrderByDescending(static provider => provider.BrokerId is not null).DistinctBy(static provider => provider.Name)
                    .Select(static provider => provider.ToEntity()),
            ],
        };

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
