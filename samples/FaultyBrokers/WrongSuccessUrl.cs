using DotnetBroker;

namespace FaultyBrokers;

/// <summary>Users are sent to another address than the success URL (SCR-50, SCR-53).</summary>
public sealed class WrongSuccessUrl(BrokerSettings settings, OneTimeTokens tokens) : SuccessUrls(settings, tokens)
{
    protected override Uri Target => new(base.Target, "/welcome");
}
