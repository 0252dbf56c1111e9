namespace Drawbridge.Cli.Trust;

/// <summary>The programs of the machine that change its trust stores.</summary>
internal interface IPrograms
{
    /// <summary>Where a program is, or null.</summary>
    string? Find(string name);

    /// <summary>Runs a program to its end. It may ask the person at the terminal, such as for a password.</summary>
    Task<ProgramResult> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken);
}

/// <summary>How a program ended and what it said.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>Why it failed, in one line.</summary>
    public string Complaint => Error.Trim() is { Length: > 0 } error
        ? string.Join(' ', error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        : $"it ended with exit code {ExitCode}";
}
