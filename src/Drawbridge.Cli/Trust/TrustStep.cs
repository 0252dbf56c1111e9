namespace Drawbridge.Cli.Trust;

/// <summary>One thing to do to a store.</summary>
/// <param name="Text">The command, as a person would type it.</param>
/// <param name="RunAsync">Does it; what comes back is why it failed, null when it did not.</param>
internal sealed record TrustStep(string Text, Func<CancellationToken, Task<string?>> RunAsync)
{
    /// <summary>A step that is the run of a program.</summary>
    public static TrustStep Of(IPrograms programs, IReadOnlyList<string> command) => new(
        string.Join(' ', command.Select(Quote)),
        async cancellationToken => await programs.RunAsync(command, cancellationToken) is { ExitCode: not 0 } result ? result.Complaint : null);

    private static string Quote(string word) =>
        word.Length > 0 && !word.Contains(' ', StringComparison.Ordinal) && !word.Contains('\'', StringComparison.Ordinal)
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
