using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Links;

/// <summary>Accounts that come to another white label.</summary>
internal sealed class AccountMove(LinkStore links, TraderStore traders, BrokerDirectory brokers, IOptions<PlatformOptions> options)
{
    /// <summary>WebServices 5.3 (WS-86, WS-87). White labels of one CRM only: an account does not leave its CRM.</summary>
    public async Task<Outcome<Nothing>> MoveAsync(Manager manager, ChangeCtidTraderAccountRequest request, CancellationToken cancellationToken)
    {
        if (request.TraderLogin is not { } login || string.IsNullOrEmpty(request.BrokerName) || string.IsNullOrEmpty(request.EnvironmentName))
        {
            return PlatformFault.Missing("traderLogin, brokerName, environmentName");
        }

        if (brokers.FindBroker(request.BrokerName) is not { } broker)
        {
            return new PlatformFault(PlatformErrorCode.BrokerNotFound, "The brokerName is not known here.");
        }

        if (!options.Value.EffectiveEnvironments.Contains(request.EnvironmentName, StringComparer.Ordinal))
        {
            return new PlatformFault(PlatformErrorCode.EnvironmentNotFound, "There is no such environment.");
        }

        var trader = await traders.FindAsync(login, cancellationToken);
        if (TraderReach.Denial(manager, trader) is { } denied)
        {
            return denied; // ERR-36
        }

        if (!manager.ReachesBroker(request.BrokerName))
        {
            return TraderReach.OutOfReach;
        }

        if (brokers.FindBroker(trader!.BrokerName)?.BrokerCrmName != broker.BrokerCrmName)
        {
            return new PlatformFault(PlatformErrorCode.TraderAccessDenied, "The account belongs to another CRM."); // ERR-34
        }

        return await links.MoveAsync(login, request.BrokerName, request.EnvironmentName, cancellationToken) ? Nothing.Value : TraderReach.NotFound;
    }
}
