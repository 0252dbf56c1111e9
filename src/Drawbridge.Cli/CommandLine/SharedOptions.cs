using System.CommandLine;
using Drawbridge.Cli.DataFolders;

namespace Drawbridge.Cli.CommandLine;

/// <summary>Options that several commands have, with the same meaning.</summary>
internal static class SharedOptions
{
    public static Option<string> Data() => new("--data")
    {
        Description = "Folder of the databases, keys, certificates and secrets",
        HelpName = "DIR",
        DefaultValueFactory = _ => DataFolder.Default,
    };

    public static Option<string> Config() => new("--config")
    {
        Description = "Configuration file, JSON; DRAWBRIDGE__... variables of the environment win over it",
        HelpName = "FILE",
    };

    public static Option<string?> Secrets() => new("--secrets")
    {
        Description = "Folder with a file for each secret, named like the variable of the environment",
        HelpName = "DIR",
    };
}
