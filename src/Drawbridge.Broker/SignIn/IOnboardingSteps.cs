using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Onboarding;

namespace Drawbridge.Broker.SignIn;

/// <summary>What the screens ask of onboarding. A boundary, so that every state of it can be shown without a platform.</summary>
internal interface IOnboardingSteps
{
    Task<OnboardingState> GetStateAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken);

    Task<OnboardingState> AdvanceAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken);

    Task AcceptAgreementAsync(BrokerEntity broker, long userId, string version, CancellationToken cancellationToken);

    Task<OnboardingState> ConfirmEmailAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken);

    Task<OnboardingState> OpenAccountAsync(BrokerEntity broker, long userId, AccountChoice choice, CancellationToken cancellationToken);
}

/// <summary>The real ones.</summary>
internal sealed class OnboardingSteps(OnboardingService onboarding) : IOnboardingSteps
{
    public Task<OnboardingState> GetStateAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        onboarding.GetStateAsync(broker, userId, cancellationToken);

    public Task<OnboardingState> AdvanceAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        onboarding.AdvanceAsync(broker, userId, cancellationToken);

    public Task AcceptAgreementAsync(BrokerEntity broker, long userId, string version, CancellationToken cancellationToken) =>
        onboarding.AcceptAgreementAsync(broker, userId, version, cancellationToken);

    public Task<OnboardingState> ConfirmEmailAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        onboarding.ConfirmEmailAsync(broker, userId, cancellationToken);

    public Task<OnboardingState> OpenAccountAsync(BrokerEntity broker, long userId, AccountChoice choice, CancellationToken cancellationToken) =>
        onboarding.OpenAccountAsync(broker, userId, choice, cancellationToken);
}
