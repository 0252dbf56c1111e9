using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Onboarding;

namespace Drawbridge.Broker.SignIn;

/// <summary>What the screens ask of onboarding. A boundary, so that every state of it can be shown without a platform.</summary>
internal interface IOnboardingSteps
{
    Task<OnboardingState> GetStateAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken);

    Task<OnboardingState> AdvanceAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken);

    Task AcceptAgreementsAsync(BrokerEntity broker, long userId, IReadOnlyList<AgreementToAccept> agreed, CancellationToken cancellationToken);

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

    public Task AcceptAgreementsAsync(BrokerEntity broker, long userId, IReadOnlyList<AgreementToAccept> agreed, CancellationToken cancellationToken) =>
        onboarding.AcceptAgreementsAsync(broker, userId, agreed, cancellationToken);

    public Task<OnboardingState> ConfirmEmailAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        onboarding.ConfirmEmailAsync(broker, userId, cancellationToken);

    public Task<OnboardingState> OpenAccountAsync(BrokerEntity broker, long userId, AccountChoice choice, CancellationToken cancellationToken) =>
        onboarding.OpenAccountAsync(broker, userId, choice, cancellationToken);
}
