using System.CommandLine;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Conform.Checkup;
using Drawbridge.Cli.Conform.Evidence;
using Drawbridge.Cli.Conform.History;
using Drawbridge.Cli.Conform.Init;
using Drawbridge.Cli.Conform.Listing;
using Drawbridge.Cli.Conform.Running;
using Drawbridge.Cli.Conform.Serving;

namespace Drawbridge.Cli.Conform;

/// <summary><c>drawbridge conform</c>: whether an implementation of either side conforms to the protocol.</summary>
internal static class ConformCommand
{
    public static Command Create(Terminal terminal) => new("conform", "Look, case by case, whether a CRM or a platform conforms to the protocol")
    {
        ListCommand.Create(terminal),
        RunCommand.Create(terminal),
        InitCommand.Create(terminal),
        CheckupCommand.Create(terminal),
        CompareCommand.Create(terminal),
        ReportCommand.Create(terminal),
        VerifyCommand.Create(terminal),
        BadgeCommand.Create(terminal),
        ServeCommand.Create(terminal),
    };

    /// <summary>Where runs are kept.</summary>
    public static Option<string> Output() => new("--output")
    {
        Description = "Folder of the runs; each gets a folder of its own in it",
        HelpName = "DIR",
        DefaultValueFactory = static _ => Path.Combine(DataFolders.DataFolder.Default, "conformance"),
    };

    /// <summary>Which cases.</summary>
    public static Argument<string[]> Patterns() => new("PATTERN")
    {
        Description = "Cases: an identifier, or a pattern in which * stands for anything, such as 'api/6.1.*'; all when none is given",
        Arity = ArgumentArity.ZeroOrMore,
    };
}
