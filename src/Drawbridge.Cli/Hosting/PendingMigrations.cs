using Drawbridge.Cli.CommandLine;
using Drawbridge.Storage;

namespace Drawbridge.Cli.Hosting;

/// <summary>For a start that must not change the schema.</summary>
internal static class PendingMigrations
{
    /// <exception cref="FaultException">The schema is not what this program needs.</exception>
    public static async Task RefuseAsync(Migrator migrator, MigrationSet set, CancellationToken cancellationToken)
    {
        var pending = (await migrator.StatusAsync(set, cancellationToken)).Count(migration => migration.AppliedAt is null);
        if (pending > 0)
        {
            throw new FaultException(
                $"the database lacks {pending} migration{(pending == 1 ? "" : "s")} of '{set.Component}'.",
                "Run 'drawbridge migrate' with the same --config, or start without --no-migrate.",
                ExitCode.Failed);
        }
    }
}
