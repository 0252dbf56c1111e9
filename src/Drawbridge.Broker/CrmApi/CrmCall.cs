using Drawbridge.Broker.Brokers;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.CrmApi;

/// <summary>A call of section 4 that passed the checks which all of them share (P2B-0-8, steps 1 to 5).</summary>
/// <typeparam name="TRequest">Body of the call.</typeparam>
/// <param name="Http">The request.</param>
/// <param name="Body">Its body.</param>
/// <param name="Crm">The CRM that was called.</param>
/// <param name="Broker">The broker, or null while only the subject can tell (BID-23).</param>
/// <param name="IsNamed">Whether the request names the broker; else what belongs to another one is as good as unknown (BID-32).</param>
internal sealed record CrmCall<TRequest>(HttpContext Http, TRequest Body, Crm Crm, BrokerEntity? Broker, bool IsNamed)
    where TRequest : CrmRequest
{
    /// <summary>The answer to a subject of another broker (BID-28, BID-32).</summary>
    /// <param name="unknown">What an unknown one is answered.</param>
    public CrmError OtherBroker(CrmError unknown) => IsNamed ? CrmError.BrokerIdMismatch : unknown;
}
