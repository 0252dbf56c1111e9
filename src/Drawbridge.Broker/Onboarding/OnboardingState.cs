namespace Drawbridge.Broker.Onboarding;

/// <summary>Where a user stands on the way to a first trading account (FLOW-CREATE-5..12). Closed family.</summary>
public abstract record OnboardingState
{
    private OnboardingState()
    {
    }

    /// <summary>The address is known to the platform: the user has to prove control of it before the platform user is adopted (FLOW-CREATE-21).</summary>
    public sealed record NeedsEmailProof : OnboardingState;

    /// <summary>The platform user is not there yet; tried again at <paramref name="NextAttemptAt"/> without anybody doing anything (FLOW-CREATE-22).</summary>
    public sealed record CreatingUser(DateTimeOffset? NextAttemptAt, string? LastError) : OnboardingState;

    /// <summary>The platform user exists; the account creation screen is next (FLOW-CREATE-9).</summary>
    public sealed record NeedsAccount(long CtraderUserId) : OnboardingState;

    /// <summary>The account is on its way; tried again at <paramref name="NextAttemptAt"/>.</summary>
    public sealed record OpeningAccount(long CtraderUserId, DateTimeOffset? NextAttemptAt, string? LastError) : OnboardingState;

    /// <summary>User, account and link exist: an OT token may be issued (FLOW-CREATE-12).</summary>
    public sealed record Complete(long CtraderUserId, long TraderLogin) : OnboardingState;

    /// <summary>The platform refused for good; a person of the broker has to look. <paramref name="Code"/> is the platform's error code.</summary>
    public sealed record Stuck(string Code) : OnboardingState;
}
