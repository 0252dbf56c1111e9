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
}
