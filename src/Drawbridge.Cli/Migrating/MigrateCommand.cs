using System.CommandLine;
using Drawbridge.Broker.Hosting;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Platform.Hosting;
using Drawbridge.Storage;

namespace Drawbridge.Cli.Migrating;

/// <summary><c>drawbridge migrate</c>: brings a database's schema up to date, or says where it stands.</summary>
internal static class MigrateCommand
{
    private static readonly string[] Components = ["broker", "platform"];

    public static Command Create(Terminal terminal)
    {
        var config = SharedOptions.Config();
        var secrets = SharedOptions.Secrets();
        var database = new Option<string?>("--database")
        {
            Description = "The database, instead of --config: sqlite:/path/file.db or postgres://user:password@host/database",
            HelpName = "DATABASE",
        };
        var component = new Option<string?>("--component") { Description = "Only the schema of this side", HelpName = string.Join('|', Components) };
        component.AcceptOnlyFromAmong(Components);
        var status = new Option<bool>("--status") { Description = "Change nothing; list the migrations, and end with 1 when some wait" };
        var command = new Command("migrate", "Bring a database's schema up to date") { config, secrets, database, component, status };
        command.SetAction((result, cancellationToken) =>
        {
            var targets = MigrateTargets.Find(result.GetValue(config), result.GetValue(secrets), result.GetValue(database), result.GetValue(component));
            return new MigrateRun(terminal, result.GetValue(status)).RunAsync(targets, cancellationToken);
        });
        return command;
    }

    /// <summary>The migrations of a side, in the order in which they run.</summary>
    internal static IReadOnlyList<MigrationSet> SetsOf(string component) =>
        component == "platform" ? PlatformMigrations.All : BrokerApplicationExtensions.BrokerMigrations();
}
