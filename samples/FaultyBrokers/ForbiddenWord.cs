using DotnetBroker;

namespace FaultyBrokers;

/// <summary>Screens mention the cTrader ID (SCR-62).</summary>
public sealed class ForbiddenWord(BrokerSettings settings, CrmCalls calls, SuccessUrls successUrls) : Pages(settings, calls, successUrls)
{
    protected override Html FooterOf(Screen screen) => Html.Of($"{base.FooterOf(screen)} Your cTrader ID works here, too.");
}
