using Drawbridge.Cli.Trust;

namespace Drawbridge.Tests.Cli.Trust;

/// <summary>Programs that only write down how they were called, and succeed or fail as told.</summary>
internal sealed class RecordedPrograms(params string[] installed) : IPrograms
{
    public List<string> Commands { get; } = [];

    public Func<IReadOnlyList<string>, ProgramResult> Answer { get; set; } = _ => new ProgramResult(0, string.Empty, string.Empty);

    public string? Find(string name) => installed.Contains(name, StringComparer.Ordinal) ? $"/usr/bin/{name}" : null;

    public Task<ProgramResult> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        Commands.Add(string.Join(' ', command));
        return Task.FromResult(Answer(command));
    }
}
