using System.Data.Common;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Storage;

namespace Drawbridge.Cli.Hosting;

/// <summary>A database that cannot be used, for a person: the program is not at fault, but it cannot go on.</summary>
internal static class DatabaseFault
{
    /// <summary>Whether a failure is one of the database.</summary>
    public static bool Is(Exception exception) => exception is MigrationException or DbException;

    /// <summary>What to tell of such a failure.</summary>
    public static FaultException Of(Exception exception, string location) => exception switch
    {
        MigrationException => new(exception.Message, exitCode: ExitCode.Failed, innerException: exception),
        _ => new(
            $"the database at {location} cannot be used: {exception.Message}",
            "Check that it runs, that its address is right, and that the user may use it.",
            ExitCode.Failed,
            exception),
    };
}
