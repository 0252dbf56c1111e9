using Drawbridge.Client.Crm;
using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Brokers;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Brokers;

/// <summary>
/// The CRMs and brokers of this platform: several brokers may share a CRM (BID-1, BID-3, BID-40, BID-43), and everything that goes out is
/// routed by the name of the broker (BID-4, BID-41). Names are compared exactly and case-sensitively (B2P-0-15, BID-14).
/// </summary>
internal sealed class BrokerDirectory
{
    private readonly Dictionary<string, PlatformBroker> _brokers;
    private readonly Dictionary<string, List<PlatformBroker>> _crms;

    public BrokerDirectory(IOptions<PlatformOptions> options)
    {
        var settings = options.Value;
        All = [.. settings.Brokers.Select(broker => New(broker, settings))];
        _brokers = All.ToDictionary(static broker => broker.BrokerName.Value, StringComparer.Ordinal);
        _crms = settings.Crms.ToDictionary(
            static crm => crm.BrokerCrmName,
            crm => All.Where(broker => broker.BrokerCrmName.Value == crm.BrokerCrmName).ToList(),
            StringComparer.Ordinal);
    }

    public IReadOnlyList<PlatformBroker> All { get; }

    /// <summary>Null when no broker has that name.</summary>
    public PlatformBroker? FindBroker(string? brokerName) => brokerName is null ? null : _brokers.GetValueOrDefault(brokerName);

    /// <summary>The brokers of a CRM, null when no CRM has that name.</summary>
    public IReadOnlyList<PlatformBroker>? FindCrm(string? brokerCrmName) => brokerCrmName is null ? null : _crms.GetValueOrDefault(brokerCrmName);

    private static PlatformBroker New(BrokerOptions broker, PlatformOptions settings)
    {
        var crm = settings.Crms.First(crm => crm.BrokerCrmName == broker.BrokerCrmName);
        var brokerName = BrokerName.Parse(broker.BrokerName);
        var crmName = BrokerCrmName.Parse(broker.BrokerCrmName);
        var peer = new CrmPeer(
            new(crm.BaseUrl, UriKind.Absolute), crmName, brokerName, broker.CrmPassword ?? crm.Password, settings.AllowHttpToCrmOnLoopback);
        return new(brokerName, crmName, peer, broker);
    }
}

/// <summary>One broker, and how its CRM is called.</summary>
internal sealed record PlatformBroker(BrokerName BrokerName, BrokerCrmName BrokerCrmName, CrmPeer Peer, BrokerOptions Options);
