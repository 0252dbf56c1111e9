using Drawbridge.Broker.Brokers;

namespace Drawbridge.Broker.Onboarding;

/// <summary>Brings a user to a first trading account: create user, agreement, trader, link. Durable: every step is written down before it is sent.</summary>
internal sealed class OnboardingService
{
    /// <summary>Where the user stands. Asks no platform.</summary>
    public Task<OnboardingState> GetStateAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>
    /// Begins (or goes on) with a user and runs as many steps as possible now, waiting at most a few seconds for the platform; the rest is
    /// done in the background. Safe to call at any time and from several nodes.
    /// </summary>
    public Task<OnboardingState> AdvanceAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Records that the user accepted the broker's agreement of that version; reported to the platform by call 3.13 (FLOW-CREATE-8).</summary>
    public Task AcceptAgreementAsync(BrokerEntity broker, long userId, string version, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Records that the user proved control of the e-mail address, and goes on (FLOW-CREATE-21).</summary>
    public Task<OnboardingState> ConfirmEmailAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>The account creation form was sent: opens the first account and goes on as <see cref="AdvanceAsync"/>. Repeating it opens no second one.</summary>
    public Task<OnboardingState> OpenAccountAsync(BrokerEntity broker, long userId, AccountChoice choice, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

/// <summary>What the trader chose on the account creation screen; checked against the broker's product.</summary>
/// <param name="Currency">One of the product's currencies.</param>
/// <param name="LeverageInCents">One of the product's leverages, × 100.</param>
internal sealed record AccountChoice(string Currency, int LeverageInCents);
