using DotnetBroker;

namespace FaultyBrokers;

/// <summary>An access token is issued to users who did not choose to stay logged in (P2B-4.2-4, P2B-AT-2).</summary>
public sealed class AccessTokenForEverybody(BrokerSettings settings, Store store, CrmApiTokens crmApiTokens, OneTimeTokens oneTimeTokens, AccessTokens accessTokens, Throttle throttle)
    : CrmCalls(settings, store, crmApiTokens, oneTimeTokens, accessTokens, throttle)
{
    protected override bool GivesAccessToken(TakenToken.Taken taken) => taken.Purpose != TokenPurpose.InApp;
}
