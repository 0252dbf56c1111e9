using DotnetBroker;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;

namespace FaultyBrokers;

/// <summary><c>brokerName</c> and <c>brokerCrmName</c> may be anybody's, as long as they are there (BID-26).</summary>
public sealed class OtherBrokerAccepted(BrokerSettings settings, Store store, CrmApiTokens crmApiTokens, OneTimeTokens oneTimeTokens, AccessTokens accessTokens, Throttle throttle)
    : CrmCalls(settings, store, crmApiTokens, oneTimeTokens, accessTokens, throttle)
{
    public override CrmError? CheckNames(IQueryCollection query, string? bodyBrokerName = null, string? bodyBrokerCrmName = null) =>
        base.CheckNames(query, bodyBrokerName, bodyBrokerCrmName) is { Code: CrmErrorCode.BrokerIdMissing } error ? error : null;
}
