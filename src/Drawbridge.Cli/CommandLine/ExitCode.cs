namespace Drawbridge.Cli.CommandLine;

/// <summary>What a command tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The checked thing failed, or the work could not be finished.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or configuration: nothing was begun.</summary>
    public const int Wrong = 2;
}
