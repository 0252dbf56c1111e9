namespace Drawbridge.Broker.Onboarding;

/// <summary>What a task is about. The numbers are stored.</summary>
internal enum TaskKind
{
    /// <summary>The user on the platform: look up, create or adopt.</summary>
    User = 1,

    /// <summary>A trading account: create, link.</summary>
    Account = 2,

    /// <summary>The platform is told that an agreement was accepted.</summary>
    Agreement = 3,
}

/// <summary>How a task stands. The numbers are stored.</summary>
internal enum ProgressStatus
{
    /// <summary>Goes on at its next attempt.</summary>
    Pending = 0,

    /// <summary>Waits for the user to prove control of the address.</summary>
    NeedsProof = 1,

    /// <summary>Done.</summary>
    Done = 2,

    /// <summary>Refused for good; waits for a person of the broker.</summary>
    Stuck = 3,
}

/// <summary>A row of <c>onboarding_tasks</c>.</summary>
internal sealed record OnboardingTask
{
    /// <summary>Subject of the task that opens the first account.</summary>
    public const string FirstAccount = "1";

    public long Id { get; init; }

    public TaskKind Kind { get; init; }

    public long BrokerId { get; init; }

    public long UserId { get; init; }

    public string Subject { get; init; } = "";

    public ProgressStatus Status { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    public int Attempts { get; init; }

    public string? LastError { get; init; }

    public string? StuckCode { get; init; }

    /// <summary>When the open intent was written; null = none is open.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>From then on, what the platform does not show never arrived.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    public string? SentEmail { get; init; }

    public string? ClaimId { get; init; }

    /// <summary>True when something may have been sent whose outcome is unknown.</summary>
    public bool HasOpenIntent => SentAt is not null;
}

/// <summary>Another process works on the task now: whatever this one was about to store is void.</summary>
public sealed class ClaimLostException : Exception
{
    /// <summary>The claim is gone.</summary>
    public ClaimLostException()
        : base("The claim on the task was lost.")
    {
    }
}
