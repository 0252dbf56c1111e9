using System.Collections.Frozen;
using Drawbridge.Protocol.Brokers;

namespace Drawbridge.Broker.Brokers;

/// <summary>All CRMs and brokers at one moment; immutable, looked up without I/O. No look-up of a request takes longer because there are more brokers.</summary>
public sealed class BrokerDirectorySnapshot
{
    private readonly FrozenDictionary<string, Crm> _crmsByName;
    private readonly FrozenDictionary<long, Crm> _crmsById;
    private readonly FrozenDictionary<string, BrokerEntity> _brokersByName;
    private readonly Dictionary<long, BrokerEntity> _brokersById;
    private readonly Lazy<ILookup<long, BrokerEntity>> _brokersByCrm;
    private readonly Lazy<Dictionary<long, IReadOnlyList<BrokerEntity>>> _sharersByCrm;
    private readonly Dictionary<string, IReadOnlyList<BrokerEntity>> _brokersByHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<BrokerEntity> _withoutHost = [];

    /// <summary>A snapshot of the given CRMs and brokers.</summary>
    public BrokerDirectorySnapshot(IEnumerable<Crm> crms, IEnumerable<BrokerEntity> brokers)
    {
        _crmsByName = crms.ToFrozenDictionary(crm => crm.Name.Value, StringComparer.Ordinal);
        _crmsById = _crmsByName.Values.ToFrozenDictionary(static crm => crm.Id);
        var current = new List<BrokerEntity>();
        foreach (var broker in brokers)
        {
            // The CRM may have changed, and the broker not.
            var crm = _crmsByName.GetValueOrDefault(broker.Crm.Name.Value) ?? broker.Crm;
            var own = ReferenceEquals(crm, broker.Crm) ? broker : broker with { Crm = crm };
            current.Add(own);
            foreach (var host in own.Settings.Hosts.Distinct(StringComparer.OrdinalIgnoreCase))
            {
                _brokersByHost[host] = [.. _brokersByHost.GetValueOrDefault(host, []), own];
            }

            if (own.Settings.Hosts.Count == 0)
            {
                _withoutHost.Add(own);
            }
        }

        _brokersByName = current.ToFrozenDictionary(static broker => broker.Name.Value, StringComparer.Ordinal);
        _brokersById = current.ToDictionary(static broker => broker.Id);
        _sharersByCrm = new(() => _brokersByCrm!.Value.ToDictionary(static crm => crm.Key, static crm => BrokerEntity.SharersAmong(crm)));
        _brokersByCrm = new(() => current.OrderBy(static broker => broker.Settings.DisplayName, StringComparer.OrdinalIgnoreCase).ToLookup(static broker => broker.Crm.Id));
    }

    /// <summary>All brokers.</summary>
    public IReadOnlyList<BrokerEntity> Brokers => _brokersByName.Values;

    /// <summary>All CRMs.</summary>
    public IReadOnlyList<Crm> Crms => _crmsByName.Values;

    /// <summary>The CRM of exactly that name (BID-14), or null.</summary>
    public Crm? FindCrm(string name) => _crmsByName.GetValueOrDefault(name);

    /// <summary>The CRM of exactly that name, or null.</summary>
    public Crm? FindCrm(BrokerCrmName name) => FindCrm(name.Value);

    /// <summary>The CRM with that id, or null.</summary>
    public Crm? FindCrm(long id) => _crmsById.GetValueOrDefault(id);

    /// <summary>The broker of exactly that name (BID-14), or null.</summary>
    public BrokerEntity? FindBroker(string name) => _brokersByName.GetValueOrDefault(name);

    /// <summary>The broker of exactly that name, or null.</summary>
    public BrokerEntity? FindBroker(BrokerName name) => FindBroker(name.Value);

    /// <summary>The broker with that id, or null.</summary>
    public BrokerEntity? FindBroker(long id) => _brokersById.GetValueOrDefault(id);

    /// <summary>The brokers that share their users with this one, itself among them; none where it does not share them (BID-45).</summary>
    public IReadOnlyList<BrokerEntity> SharersOf(BrokerEntity broker) =>
        broker.SharesUsers && _sharersByCrm.Value.GetValueOrDefault(broker.Crm.Id) is { } sharers && sharers.Any(one => one.Id == broker.Id) ? sharers : [];

    /// <summary>Whether the host name belongs to particular brokers (BID-28).</summary>
    public bool IsOwned(string host) => _brokersByHost.ContainsKey(host);

    /// <summary>The brokers that a host name may stand for: those that it belongs to, else those that have none of their own (BID-23).</summary>
    public IReadOnlyList<BrokerEntity> BrokersAt(string host) => _brokersByHost.GetValueOrDefault(host, _withoutHost);

    /// <summary>The brokers of a CRM, by the names that people read.</summary>
    public IEnumerable<BrokerEntity> BrokersOf(Crm crm) => _brokersByCrm.Value[crm.Id];
}
