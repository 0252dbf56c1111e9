namespace Drawbridge.Broker.Onboarding;

/// <summary>The user, the first account's tasks and the account itself, as stored.</summary>
internal sealed record OnboardingProgress
{
    public long? CtraderUserId { get; init; }

    public ProgressStatus? UserStatus { get; init; }

    public DateTimeOffset? UserNextAttemptAt { get; init; }

    public string? UserLastError { get; init; }

    public string? UserStuckCode { get; init; }

    public ProgressStatus? AccountStatus { get; init; }

    public DateTimeOffset? AccountNextAttemptAt { get; init; }

    public string? AccountLastError { get; init; }

    public string? AccountStuckCode { get; init; }

    public long? TraderLogin { get; init; }

    public OnboardingState ToState() => this switch
    {
        { CtraderUserId: { } user, TraderLogin: { } login } => new OnboardingState.Complete(user, login),
        { CtraderUserId: null, UserStatus: ProgressStatus.NeedsProof } => new OnboardingState.NeedsEmailProof(),
        { CtraderUserId: null, UserStatus: ProgressStatus.Stuck } => new OnboardingState.Stuck(UserStuckCode ?? ""),
        { CtraderUserId: null } => new OnboardingState.CreatingUser(UserNextAttemptAt, UserLastError),
        { AccountStatus: null } => new OnboardingState.NeedsAccount(CtraderUserId.Value),
        { AccountStatus: ProgressStatus.Stuck } => new OnboardingState.Stuck(AccountStuckCode ?? ""),
        _ => new OnboardingState.OpeningAccount(CtraderUserId.Value, AccountNextAttemptAt, AccountLastError),
    };
}
