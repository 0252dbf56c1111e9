using System.CommandLine;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Serving;

/// <summary><c>drawbridge broker</c> and <c>drawbridge platform</c>: one side, as it is run for others.</summary>
internal static class SideCommand
{
    public static Command CreateBroker(Terminal terminal) =>
        Create("broker", "Run the broker's side alone, from a configuration file", options => new BrokerRun(terminal, options));

    public static Command CreatePlatform(Terminal terminal) =>
        Create("platform", "Run the platform's side alone, from a configuration file", options => new PlatformRun(terminal, options));

    private static Command Create(string name, string description, Func<SideOptions, SideRun> newRun)
    {
        var config = SharedOptions.Config();
        config.Required = true;
        var secrets = SharedOptions.Secrets();
        var urls = new Option<string?>("--urls") { Description = "Addresses to listen to, separated by ';', instead of those of the file", HelpName = "URLS" };
        var noMigrate = new Option<bool>("--no-migrate") { Description = "Refuse to start rather than bring the database's schema up to date" };
        var command = new Command(name, description) { config, secrets, urls, noMigrate };
        command.SetAction((result, cancellationToken) => newRun(new SideOptions(
            result.GetRequiredValue(config), result.GetValue(secrets), result.GetValue(urls), Migrate: !result.GetValue(noMigrate))).RunAsync(cancellationToken));
        return command;
    }
}

/// <summary>What a side was asked for.</summary>
/// <param name="Config">The configuration file.</param>
/// <param name="Secrets">A folder with a file for each secret, or null.</param>
/// <param name="Urls">Addresses that win over those of the file, or null.</param>
/// <param name="Migrate">Whether to bring the schema up to date.</param>
internal sealed record SideOptions(string Config, string? Secrets, string? Urls, bool Migrate);
