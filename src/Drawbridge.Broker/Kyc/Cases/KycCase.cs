namespace Drawbridge.Broker.Kyc.Cases;

/// <summary>A verification as stored, without what the trader answered.</summary>
internal sealed record KycCase
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public long UserId { get; init; }

    public string Level { get; init; } = "";

    /// <summary>1 is the first; a further one begins when the one before has run out or was erased.</summary>
    public int Round { get; init; }

    /// <summary>Our number of it: <c>K-</c> and 16 characters.</summary>
    public string Reference { get; init; } = "";

    public KycState State { get; init; }

    public int Revision { get; init; }

    public int Submissions { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>Whether it proves anything at that moment.</summary>
    public bool HoldsAt(DateTimeOffset now) => State == KycState.Approved && (ExpiresAt is not { } end || end > now);
}

/// <summary>A step of a verification as stored.</summary>
internal sealed record KycStepRow
{
    public long CaseId { get; init; }

    public string Step { get; init; } = "";

    public string? AnswersSealed { get; init; }

    public bool Complete { get; init; }

    /// <summary>Why it has to be done again; null when it has not.</summary>
    public string? Reason { get; init; }

    /// <summary>Never what was answered.</summary>
    public override string ToString() => $"step {Step} of {CaseId}";
}

/// <summary>Who does something to a verification. The numbers are stored.</summary>
internal enum KycActor
{
    Trader = 1,
    Staff = 2,
    Provider = 3,
    System = 4,
}

/// <summary>A change of a verification, as it is decided.</summary>
/// <param name="What">What happens.</param>
/// <param name="Actor">Who does it.</param>
/// <param name="Who">Name of who does it, if there is one.</param>
internal sealed record KycChange(KycEvent What, KycActor Actor, string? Who = null)
{
    /// <summary>What the trader is told.</summary>
    public string? Reason { get; init; }

    /// <summary>Steps to do again, and why.</summary>
    public IReadOnlyDictionary<string, string> StepReasons { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Of the form or call that it came from; sent again, it changes nothing.</summary>
    public string? SubmissionKey { get; init; }

    /// <summary>The submission it is about; null for the last.</summary>
    public int? Submission { get; init; }
}

/// <summary>What was done to a verification, as stored.</summary>
internal sealed class KycAuditRow
{
    public KycActor Actor { get; init; }

    public string? Who { get; init; }

    public string What { get; init; } = "";

    public string? Detail { get; init; }

    public KycState ToState { get; init; }

    public DateTimeOffset HappenedAt { get; init; }
}
