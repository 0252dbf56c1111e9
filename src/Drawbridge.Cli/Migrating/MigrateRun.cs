using System.Globalization;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Hosting;
using Drawbridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Drawbridge.Cli.Migrating;

/// <summary>One run of the migrations of one or both sides.</summary>
internal sealed class MigrateRun(Terminal terminal, bool statusOnly)
{
    public async Task<int> RunAsync(IReadOnlyList<MigrateTarget> targets, CancellationToken cancellationToken)
    {
        var current = true;
        foreach (var target in targets)
        {
            await using var database = Database.Open(target.Database, TimeProvider.System, NullLoggerFactory.Instance);
            current &= await RunAsync(target.Component, database, cancellationToken);
        }

        return current ? ExitCode.Done : ExitCode.Failed;
    }

    private async Task<bool> RunAsync(string component, Database database, CancellationToken cancellationToken)
    {
        var migrator = new Migrator(database);
        var current = true;
        try
        {
            foreach (var set in MigrateCommand.SetsOf(component))
            {
                current &= statusOnly
                    ? Write(set, database, await migrator.StatusAsync(set, cancellationToken))
                    : Write(database, await migrator.MigrateAsync(set, cancellationToken));
            }
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            throw DatabaseFault.Of(e, database.Location);
        }

        return current;
    }

    private bool Write(Database database, MigrationReport report)
    {
        foreach (var migration in report.Applied)
        {
            terminal.Out.MarkupLineInterpolated($"[green]applied[/] {report.Component} {migration}");
        }

        terminal.Out.MarkupLineInterpolated($"{report.Component} is at {report.Version} in {database.Location}{(report.Applied.Count == 0 ? ", as before" : "")}");
        return true;
    }

    private bool Write(MigrationSet set, Database database, IReadOnlyList<MigrationStatus> migrations)
    {
        terminal.Out.MarkupLineInterpolated($"{set.Component} in {database.Location}");
        foreach (var migration in migrations)
        {
            var when = migration.AppliedAt?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "waits";
            terminal.Out.MarkupLineInterpolated($"  {migration.Number:D4} {migration.Name}: {when}");
        }

        return migrations.All(migration => migration.AppliedAt is not null);
    }
}
