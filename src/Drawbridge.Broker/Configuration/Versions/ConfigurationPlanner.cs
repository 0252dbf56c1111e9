using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Branding.Images;
using Drawbridge.Broker.Brokers;

namespace Drawbridge.Broker.Configuration.Versions;

/// <summary>Compares what is asked for with what is stored. Writes nothing.</summary>
internal sealed class ConfigurationPlanner(ConfigurationRequest request, long version, IReadOnlyList<StoredEntityRow> stored, Func<string, string> fingerprint, BrokerDirectorySnapshot directory)
{
    private readonly Dictionary<string, StoredEntityRow> _crms =
        stored.Where(static row => row.BrokerId is null).ToDictionary(static row => row.CrmName, StringComparer.Ordinal);

    private readonly Dictionary<string, StoredEntityRow> _brokers =
        stored.Where(static row => row.BrokerId is not null).ToDictionary(static row => row.BrokerName!, StringComparer.Ordinal);

    private readonly List<EntityChange> _changes = [];
    private readonly List<string> _faults = [];

    public PlannedChange Plan()
    {
        var crms = request.Crms.Select(PlanCrm).ToList();
        return new(new(version, _changes), crms, _faults);
    }

    private PlannedCrm PlanCrm(CrmConfiguration crm)
    {
        var row = _crms.GetValueOrDefault(crm.Name);
        var own = PlanEntity(row, crm, ConfigurationDocument.Of(crm), JsonSerializer.Serialize(crm.Settings, BrokerJson.Default.CrmSettings), new(crm.Name, null, EntityChangeKind.Added, []), []);
        var brokers = new List<PlannedEntity<BrokerConfiguration>>();
        foreach (var broker in crm.Brokers)
        {
            if (PlanBroker(crm, broker) is { } planned)
            {
                brokers.Add(planned);
            }
        }

        if (!request.IsPart && row is not null)
        {
            var named = crm.Brokers.Select(static broker => broker.Name).ToHashSet(StringComparer.Ordinal);
            brokers.AddRange(stored.Where(one => one.BrokerId is not null && one.CrmId == row.CrmId && !named.Contains(one.BrokerName!)).Select(PlanMissing).OfType<PlannedEntity<BrokerConfiguration>>());
        }

        return new(crm.Name, row?.CrmId, own, brokers);
    }

    private PlannedEntity<BrokerConfiguration>? PlanBroker(CrmConfiguration crm, BrokerConfiguration broker)
    {
        var row = _brokers.GetValueOrDefault(broker.Name);
        if (row is not null && row.CrmName != crm.Name)
        {
            _faults.Add($"Crms:{crm.Name}:Brokers:{broker.Name}:Name: is taken by a broker of another CRM; a broker stays with its CRM (BID-42).");
            return null;
        }

        return PlanEntity(
            row, broker, ConfigurationDocument.Of(broker), JsonSerializer.Serialize(broker.Settings, BrokerJson.Default.BrokerSettings),
            new(crm.Name, broker.Name, EntityChangeKind.Added, []), ImagesOf(broker, row));
    }

    /// <summary>Images that are named as files and have another content than the stored ones.</summary>
    private List<SettingChange> ImagesOf(BrokerConfiguration broker, StoredEntityRow? row)
    {
        var images = row is null ? BrandImages.None : directory.FindBroker(row.BrokerId!.Value)?.Images ?? BrandImages.None;
        return [.. BrandImageFiles.Differing(broker.Images, images).Select(static kind => new SettingChange($"images:{kind}", SettingChangeKind.Changed, null, null))];
    }

    private PlannedEntity<T>? PlanEntity<T>(StoredEntityRow? row, T configuration, JsonObject document, string settings, EntityChange added, List<SettingChange> more)
    {
        foreach (var key in ConfigurationDocument.Fingerprint(document, typeof(T), row is null ? null : () => row.ToDocument(), fingerprint))
        {
            _faults.Add($"{FaultKey(added)}:{Upper(key)}: nothing is stored that could be kept; give the secret, or the place where it is.");
        }

        if (row is null)
        {
            _changes.Add(added);
            return new(null, configuration, document);
        }

        if (row.Is(document.ToJsonString(), settings) && more.Count == 0)
        {
            return null;
        }

        var changes = SettingDiff.Of(row.ToDocument(), document).Concat(more).ToList();
        if (changes.Count == 0)
        {
            return null;
        }

        _changes.Add(added with { Kind = EntityChangeKind.Changed, Settings = changes });
        return new(row.BrokerId ?? row.CrmId, configuration, document);
    }

    /// <summary>A broker that is not named: kept and told of, or disabled. Nothing of it is ever deleted.</summary>
    private PlannedEntity<BrokerConfiguration>? PlanMissing(StoredEntityRow row)
    {
        var document = row.ToDocument();
        var broker = ConfigurationDocument.ToBroker(document);
        if (!broker.Settings.Enabled || !request.RemoveMissing)
        {
            _changes.Add(new(row.CrmName, row.BrokerName, EntityChangeKind.Kept, []));
            return null;
        }

        var after = ConfigurationDocument.Of(broker with { Settings = broker.Settings with { Enabled = false } });
        _faults.AddRange(ConfigurationDocument.Fingerprint(after, typeof(BrokerConfiguration), () => document, fingerprint));
        _changes.Add(new(row.CrmName, row.BrokerName, EntityChangeKind.Disabled, SettingDiff.Of(document, after)));
        return new(row.BrokerId, broker with { Settings = broker.Settings with { Enabled = false } }, after);
    }

    private static string FaultKey(EntityChange change) =>
        change.BrokerName is null ? $"Crms:{change.BrokerCrmName}" : $"Crms:{change.BrokerCrmName}:Brokers:{change.BrokerName}";

    private static string Upper(string key) => string.Join(':', key.Split(':').Select(static part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
}
