namespace Drawbridge.Broker.Partners.Rewards.Statements;

/// <summary>How far a run is. Numbers are stored.</summary>
internal enum RunState
{
    /// <summary>Facts of the period become rewards.</summary>
    Rewarding = 1,

    /// <summary>Rewards come to stand on statements.</summary>
    Collecting = 2,

    /// <summary>Every statement is there.</summary>
    Done = 3,
}

/// <summary>A run makes the statements of a period. What happened in an earlier one and became known only now is part of it.</summary>
internal sealed record StatementRun
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    /// <summary>When the period begins; only a name, because nothing earlier is left out.</summary>
    public DateTimeOffset FromAt { get; init; }

    /// <summary>What happened before.</summary>
    public DateTimeOffset UntilAt { get; init; }

    public RunState State { get; init; }

    public long FactsTotal { get; init; }

    public long FactsDone { get; init; }

    public long RewardsTotal { get; init; }

    public long RewardsDone { get; init; }

    /// <summary>How many statements there are.</summary>
    public long Statements { get; init; }

    /// <summary>Rewards above this number came later.</summary>
    public long? LastRewardId { get; init; }

    /// <summary>Partners up to this number have been gone through.</summary>
    public long AfterPartnerId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public string CreatedBy { get; init; } = "";

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How much of it is done, 0 to 100: facts are the first half, statements the second.</summary>
    public int Percent => State == RunState.Done ? 100
        : State == RunState.Rewarding ? Half(FactsDone, FactsTotal)
        : 50 + Math.Min(49, Half(RewardsDone, RewardsTotal));

    private static int Half(long done, long total) => total == 0 ? 0 : (int)Math.Min(50, done * 50 / total);
}

/// <summary>How the beginning of a run ended.</summary>
internal abstract record RunResult
{
    private RunResult()
    {
    }

    /// <summary>It runs, or ran: a run of the same period is the same run.</summary>
    public sealed record Begun(StatementRun Run) : RunResult;

    /// <summary>Another period's run is under way.</summary>
    public sealed record Busy(StatementRun Run) : RunResult;

    /// <summary>The period has not ended yet, or ends before it begins.</summary>
    public sealed record WrongPeriod : RunResult;
}
