using DotnetBroker;

namespace FaultyBrokers;

/// <summary>An <c>inappToken</c> is issued, and call 4.4 takes any other or none (P2B-IT-2, P2B-IT-4).</summary>
public sealed class InAppTokenIgnored(BrokerSettings settings, Store store, CrmApiTokens crmApiTokens, OneTimeTokens oneTimeTokens, AccessTokens accessTokens, Throttle throttle)
    : CrmCalls(settings, store, crmApiTokens, oneTimeTokens, accessTokens, throttle)
{
    protected override bool IssuesInAppTokens => true;

    protected override bool TakesInAppToken(string? text, BrokerUser user) => true;
}
