using Drawbridge.Platform.Brokers;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Journal;

/// <summary>Which broker and CRM a call was about. Only names that are known here: nothing a caller makes up gets into a log (BID-9, B2P-0-24).</summary>
internal static class CallNames
{
    public static (string? BrokerName, string? BrokerCrmName) Of(IQueryCollection query, byte[]? body, BrokerDirectory brokers)
    {
        var inBody = NamesInBody.Of(body);
        var broker = brokers.FindBroker(query[NamesInBody.Broker]) ?? brokers.FindBroker(inBody.BrokerName);
        var crm = broker?.BrokerCrmName.Value ?? Known(query[NamesInBody.Crm], brokers) ?? Known(inBody.BrokerCrmName, brokers);
        return (broker?.BrokerName.Value, crm);
    }

    private static string? Known(string? crm, BrokerDirectory brokers) => brokers.FindCrm(crm) is null ? null : crm;
}
