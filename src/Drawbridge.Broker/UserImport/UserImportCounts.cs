namespace Drawbridge.Broker.UserImport;

/// <summary>What became of the lines of a file so far.</summary>
public sealed record UserImportCounts
{
    /// <summary>Lines that are done, counted from the start of the file.</summary>
    public long LinesDone { get; init; }

    /// <summary>Users who are new here.</summary>
    public long Created { get; init; }

    /// <summary>Users who were here with the same, verified address.</summary>
    public long Linked { get; init; }

    /// <summary>Users whom an earlier import brought, and about whom the file says something new.</summary>
    public long Updated { get; init; }

    /// <summary>Users about whom it says nothing new.</summary>
    public long Unchanged { get; init; }

    /// <summary>Lines that were not taken.</summary>
    public long Refused { get; init; }

    /// <summary>True once the whole file is done.</summary>
    public bool IsFinished { get; init; }

    internal UserImportCounts Add(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Created => this with { Created = Created + 1 },
        ImportOutcome.Linked => this with { Linked = Linked + 1 },
        ImportOutcome.Updated => this with { Updated = Updated + 1 },
        ImportOutcome.Unchanged => this with { Unchanged = Unchanged + 1 },
        _ => this with { Refused = Refused + 1 },
    };
}

/// <summary>A line that was not taken.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Reason">What is wrong with it; quotes nothing of it.</param>
public sealed record RefusedLine(long Line, string Reason);

/// <summary>What became of one user. Closed family.</summary>
internal abstract record ImportOutcome
{
    private ImportOutcome()
    {
    }

    public sealed record Created : ImportOutcome;

    public sealed record Linked : ImportOutcome;

    public sealed record Updated : ImportOutcome;

    public sealed record Unchanged : ImportOutcome;

    public sealed record Refused(string Reason) : ImportOutcome;
}
