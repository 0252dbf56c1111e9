using DotnetBroker;

namespace FaultyBrokers;

/// <summary>An unknown or used OT token is refused with 403 instead of 404 (P2B-4.2-8).</summary>
public sealed class WrongStatus(BrokerSettings settings, Store store, CrmApiTokens crmApiTokens, OneTimeTokens oneTimeTokens, AccessTokens accessTokens, Throttle throttle)
    : CrmCalls(settings, store, crmApiTokens, oneTimeTokens, accessTokens, throttle)
{
    protected override CrmError UnknownOneTimeToken => base.UnknownOneTimeToken with { Status = 403 };
}
