using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Provisioning;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.DataFolders;
using Drawbridge.Protocol.Brokers;

namespace Drawbridge.Cli.Up;

/// <summary>The trader to try everything with. Made by the broker's own onboarding, so that both sides know the same of it.</summary>
internal sealed class DemoTrader(IServiceProvider broker, UpSecrets secrets, DataFolder folder, TimeProvider time)
{
    /// <summary>Both sides run on this machine; whatever takes longer than this will not come by itself.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes the trader, or goes on with one that an interrupted start left half made.</summary>
    /// <exception cref="FaultException">The platform's side refused.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        while (await ProvisionAsync(cancellationToken) is var state and not OnboardingState.Complete)
        {
            if (state is OnboardingState.Stuck || time.GetElapsedTime(startedAt) > Deadline)
            {
                throw new FaultException(
                    $"the trader {DemoNames.DemoEmail} cannot be made: {(state as OnboardingState.Stuck)?.Code ?? "the platform's side does not answer"}.",
                    $"{folder.Log} says more. To begin afresh, delete {folder.Path}.",
                    ExitCode.Failed);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private Task<OnboardingState> ProvisionAsync(CancellationToken cancellationToken) => broker.ProvisionTraderAsync(
        new ProvisionedTrader
        {
            BrokerName = BrokerName.Parse(DemoNames.TradingTech),
            Email = DemoNames.DemoEmail,
            Password = secrets.DemoPassword,
            FirstName = "Dana",
            LastName = "Demo",
        },
        cancellationToken);
}
