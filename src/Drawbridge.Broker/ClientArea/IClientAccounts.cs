using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.SignIn;

namespace Drawbridge.Broker.ClientArea;

/// <summary>The trading accounts of a user, for the client area.</summary>
internal interface IClientAccounts
{
    Task<IReadOnlyList<ClientAccount>> ListAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken);
}

/// <summary>A trading account.</summary>
/// <param name="TraderLogin">Its number.</param>
/// <param name="Currency">ISO 4217, or null when not known here.</param>
internal sealed record ClientAccount(long TraderLogin, string? Currency);

/// <summary>The one account that onboarding opened.</summary>
internal sealed class OnboardedAccount(IOnboardingSteps onboarding) : IClientAccounts
{
    public async Task<IReadOnlyList<ClientAccount>> ListAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        await onboarding.GetStateAsync(broker, userId, cancellationToken) is OnboardingState.Complete complete
            ? [new(complete.TraderLogin, Currency: null)]
            : [];
}
