using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Drawbridge.Cli.CommandLine;

/// <summary>Adds what the generated help lacks: where to begin, examples and the exit codes, at a width that does not depend on the window.</summary>
internal static class HelpText
{
    private const int Width = 110;

    private const string RootNotes =
        """
        Begin with:
          drawbridge up       both sides on this machine; it prints what to open first
          drawbridge trust    lets browsers and tools accept its certificates

        Exit codes:
          0  done
          1  the checked thing failed
          2  wrong usage or configuration

        """;

    public static void Apply(Command root)
    {
        root.Options.OfType<VersionOption>().Single().Description = "Show the version";
        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Show help; 'drawbridge COMMAND --help' for one command";
        help.Action = new HelpWithNotes((HelpAction)help.Action!);
    }

    private sealed class HelpWithNotes : SynchronousCommandLineAction
    {
        private readonly HelpAction _help;

        public HelpWithNotes(HelpAction help)
        {
            _help = help;
            _help.MaxWidth = Width;
        }

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            _help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is CommandWithExamples { Examples: { Count: > 0 } examples })
            {
                parseResult.InvocationConfiguration.Output.Write($"Examples:\n{string.Concat(examples.Select(static example => $"  drawbridge {example}\n"))}\n");
            }

            if (parseResult.CommandResult.Parent is null)
            {
                parseResult.InvocationConfiguration.Output.Write(RootNotes);
            }

            return ExitCode.Done;
        }
    }
}
