namespace Drawbridge.Cli.CommandLine;

/// <summary>Ends a command with a message for a person: what is wrong, and what to do about it. Never carries a secret.</summary>
internal sealed class FaultException(string message, string? remedy = null, int exitCode = ExitCode.Wrong, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What to do about it, as one or more lines.</summary>
    public string? Remedy { get; } = remedy;

    public int ExitCode { get; } = exitCode;
}
