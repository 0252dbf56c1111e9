using Microsoft.Extensions.Primitives;

namespace Drawbridge.Broker.Brokers;

/// <summary>Finds the broker of a request by the names it carries: missing before invalid before mismatch (BID-30).</summary>
internal static class BrokerIdentification
{
    public static Identification Identify(BrokerDirectorySnapshot directory, in BrokerNames names)
    {
        var brokerName = Distinct(names.BrokerName);
        var crmName = Distinct(names.BrokerCrmName);
        var host = names.Host;

        if (brokerName.Count == 1 && crmName.Count == 1)
        {
            // The common case: both names, once each.
            return (directory.FindBroker(brokerName[0]!), directory.FindCrm(crmName[0]!)) switch
            {
                (null, _) or (_, null) => new Identification.Invalid(), // BID-26: wrong case is unknown, too (BID-14)
                var (broker, crm) when broker.Crm.Id != crm.Id => new Identification.Mismatch(), // BID-27
                var (broker, _) when !FitsHost(directory, broker, host) => new Identification.Mismatch(), // BID-28
                var (broker, _) => new Identification.Identified(broker),
            };
        }

        var brokers = brokerName.Select(name => directory.FindBroker(name!)).ToList();
        var crms = crmName.Select(name => directory.FindCrm(name!)).ToList();
        var nameIsMissing = brokerName.Count == 0 || crmName.Count == 0;
        if (nameIsMissing && !MayBeAbsent(directory, brokers, crms, host))
        {
            return new Identification.Missing(); // BID-24
        }

        if (brokers.Contains(null) || crms.Contains(null))
        {
            return new Identification.Invalid(); // BID-26, BID-30: what is there is always validated
        }

        if (brokers.Count > 1 || crms.Count > 1)
        {
            return new Identification.Mismatch(); // BID-29
        }

        return Resolve(directory, brokers.SingleOrDefault(), crms.SingleOrDefault(), host);
    }

    /// <summary>True unless the host belongs to other brokers only (BID-28).</summary>
    private static bool FitsHost(BrokerDirectorySnapshot directory, BrokerEntity broker, string host) =>
        broker.Settings.Hosts.Count == 0
            ? !directory.IsOwned(host)
            : Owns(broker, host);

    private static bool Owns(BrokerEntity broker, string host) => broker.Settings.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether every CRM that the request may mean lets names be absent (BID-22).</summary>
    private static bool MayBeAbsent(
        BrokerDirectorySnapshot directory, List<BrokerEntity?> brokers, List<Crm?> crms, string host)
    {
        if (brokers.Find(broker => broker is not null) is { } named)
        {
            return named.Crm.Settings.Identification == IdentificationMode.Optional;
        }

        if (crms.Find(crm => crm is not null) is { } crm)
        {
            return crm.Settings.Identification == IdentificationMode.Optional;
        }

        return OptionalBrokers(directory, host).Any();
    }

    private static Identification Resolve(BrokerDirectorySnapshot directory, BrokerEntity? broker, Crm? crm, string host)
    {
        if (broker is not null)
        {
            return FitsHost(directory, broker, host) ? new Identification.Identified(broker) : new Identification.Mismatch();
        }

        var candidates = OptionalBrokers(directory, host).Where(candidate => crm is null || candidate.Crm.Id == crm.Id).ToList();
        return candidates switch
        {
            [] => new Identification.Mismatch(),
            [var only] => new Identification.Identified(only),
            _ => new Identification.Open(candidates),
        };
    }

    /// <summary>Brokers of CRMs with optional identification that the host does not rule out (BID-23).</summary>
    private static IEnumerable<BrokerEntity> OptionalBrokers(BrokerDirectorySnapshot directory, string host) =>
        directory.BrokersAt(host).Where(static broker => broker.Crm.Settings.Identification == IdentificationMode.Optional);

    private static StringValues Distinct(StringValues values) => values switch
    {
        [] => StringValues.Empty,
        [var one] => string.IsNullOrEmpty(one) ? StringValues.Empty : values,
        _ => values.Where(value => !string.IsNullOrEmpty(value)).Distinct(StringComparer.Ordinal).ToArray(),
    };
}
