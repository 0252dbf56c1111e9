using System.Collections.Frozen;
using Drawbridge.Protocol.Brokers;

namespace Drawbridge.Broker.Brokers;

/// <summary>All CRMs and brokers at one moment; immutable, looked up without I/O.</summary>
public sealed class BrokerDirectorySnapshot
{
    private readonly FrozenDictionary<string, Crm> _crmsByName;
    private readonly FrozenDictionary<string, BrokerEntity> _brokersByName;
    private readonly FrozenDictionary<long, BrokerEntity> _brokersById;
    private readonly FrozenSet<string> _ownedHosts;

    /// <summary>A snapshot of the given CRMs and brokers.</summary>
    public BrokerDirectorySnapshot(IEnumerable<Crm> crms, IEnumerable<BrokerEntity> brokers)
    {
        _crmsByName = crms.ToFrozenDictionary(crm => crm.Name.Value, StringComparer.Ordinal);
        _brokersByName = brokers.ToFrozenDictionary(broker => broker.Name.Value, StringComparer.Ordinal);
        _brokersById = _brokersByName.Values.ToFrozenDictionary(broker => broker.Id);
        _ownedHosts = _brokersByName.Values.SelectMany(broker => broker.Settings.Hosts).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All brokers.</summary>
    public IReadOnlyList<BrokerEntity> Brokers => _brokersByName.Values;

    /// <summary>All CRMs.</summary>
    public IReadOnlyList<Crm> Crms => _crmsByName.Values;

    /// <summary>The CRM of exactly that name (BID-14), or null.</summary>
    public Crm? FindCrm(string name) => _crmsByName.GetValueOrDefault(name);

    /// <summary>The CRM of exactly that name, or null.</summary>
    public Crm? FindCrm(BrokerCrmName name) => FindCrm(name.Value);

    /// <summary>The broker of exactly that name (BID-14), or null.</summary>
    public BrokerEntity? FindBroker(string name) => _brokersByName.GetValueOrDefault(name);

    /// <summary>The broker of exactly that name, or null.</summary>
    public BrokerEntity? FindBroker(BrokerName name) => FindBroker(name.Value);

    /// <summary>The broker with that id, or null.</summary>
    public BrokerEntity? FindBroker(long id) => _brokersById.GetValueOrDefault(id);

    /// <summary>Whether the host name belongs to particular brokers (BID-28).</summary>
    public bool IsOwned(string host) => _ownedHosts.Contains(host);

    /// <summary>The brokers of a CRM.</summary>
    public IEnumerable<BrokerEntity> BrokersOf(Crm crm) => _brokersByName.Values.Where(broker => broker.Crm.Id == crm.Id);
}
