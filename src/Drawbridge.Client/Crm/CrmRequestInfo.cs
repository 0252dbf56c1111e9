using Drawbridge.Protocol.Brokers;

namespace Drawbridge.Client.Crm;

/// <summary>What a message handler may know about a request to a CRM, for a journal.</summary>
/// <param name="Call">Number of the call in the specification.</param>
/// <param name="BrokerCrmName">Name of the CRM.</param>
/// <param name="BrokerName">Name of the broker.</param>
public sealed record CrmRequestInfo(string Call, BrokerCrmName BrokerCrmName, BrokerName BrokerName)
{
    /// <summary>Where it stands in <see cref="HttpRequestMessage.Options"/>.</summary>
    public static readonly HttpRequestOptionsKey<CrmRequestInfo> Key = new("Drawbridge.CrmRequest");
}
