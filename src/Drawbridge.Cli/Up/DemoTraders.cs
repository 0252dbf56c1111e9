using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Provisioning;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.DataFolders;
using Drawbridge.Protocol.Brokers;

namespace Drawbridge.Cli.Up;

/// <summary>
/// The traders to try everything with: one who logs in at the broker, and one who logs in at the platform. Made by the broker's own onboarding,
/// so that both sides know the same of them.
/// </summary>
internal sealed class DemoTraders(IServiceProvider broker, UpSecrets secrets, DataFolder folder, TimeProvider time)
{
    /// <summary>Both sides run on this machine; whatever takes longer than this will not come by itself.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes the traders, or goes on with what an interrupted start left half made. Returns the account of the one who logs in at the platform.</summary>
    /// <exception cref="FaultException">The platform's side refused.</exception>
    public async Task<long> EnsureAsync(CancellationToken cancellationToken)
    {
        var accounts = await Task.WhenAll(EnsureAsync(SignedOn, cancellationToken), EnsureAsync(HandedOver, cancellationToken));
        return accounts[1];
    }

    private ProvisionedTrader SignedOn => new()
    {
        BrokerName = BrokerName.Parse(DemoNames.TradingTech),
        Email = DemoNames.DemoEmail,
        Password = secrets.DemoPassword,
        FirstName = "Dana",
        LastName = "Demo",
    };

    private ProvisionedTrader HandedOver => SignedOn with
    {
        BrokerName = BrokerName.Parse(DemoNames.FinancialHouseLight),
        AccountPassword = secrets.DemoPassword,
    };

    private async Task<long> EnsureAsync(ProvisionedTrader trader, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        while (true)
        {
            var state = await broker.ProvisionTraderAsync(trader, cancellationToken);
            if (state is OnboardingState.Complete complete)
            {
                return complete.TraderLogin;
            }

            if (state is OnboardingState.Stuck || time.GetElapsedTime(startedAt) > Deadline)
            {
                throw new FaultException(
                    $"the trader {trader.Email} of {trader.BrokerName} cannot be made: {(state as OnboardingState.Stuck)?.Code ?? "the platform's side does not answer"}.",
                    $"{folder.Log} says more. To begin afresh, delete {folder.Path}.",
                    ExitCode.Failed);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
