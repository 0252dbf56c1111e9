using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Drawbridge.Cli.Conform;
using Drawbridge.Cli.Crms;
using Drawbridge.Cli.Instrument;
using Drawbridge.Cli.Doctor;
using Drawbridge.Cli.Migrating;
using Drawbridge.Cli.Serving;
using Drawbridge.Cli.Staff;
using Drawbridge.Cli.Trust;
using Drawbridge.Cli.Up;
using Drawbridge.Cli.Users;

namespace Drawbridge.Cli.CommandLine;

/// <summary>The program: its commands, and how each run of it ends.</summary>
internal static class DrawbridgeCommand
{
    // Hosts get four of the five seconds that a stop may take; what is left is the process's own end.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(4.5);

    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken)
    {
        var result = Create(terminal).Parse(args is [] ? ["--help"] : args);
        if (result.Action is ParseErrorAction)
        {
            return ParseFault.Report(result, terminal);
        }

        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = terminal.OutputWriter,
                Error = terminal.ErrorWriter,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = StopTimeout,
            };
            var code = await result.InvokeAsync(invocation, cancellationToken);
            return args is [] ? ExitCode.Wrong : code;
        }
        catch (FaultException fault)
        {
            terminal.WriteFault(fault.Message, fault.Remedy);
            return fault.ExitCode;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A bug: whoever reports it needs the whole of it.
            terminal.ErrorWriter.WriteLine($"drawbridge: unexpected failure: {e}");
            return ExitCode.Failed;
        }
    }

    internal static Command Create(Terminal terminal)
    {
        // Not a RootCommand: that one is called after whatever program it runs in.
        var root = new Command("drawbridge", "Both sides of the integration between a broker's CRM and the cTrader platform.")
        {
            new HelpOption(),
            new VersionOption(),
            UpCommand.Create(terminal),
            TrustCommand.Create(terminal),
            SideCommand.CreateBroker(terminal),
            SideCommand.CreatePlatform(terminal),
            MigrateCommand.Create(terminal),
            ConfigCommand.Create(terminal),
            StaffCommand.Create(terminal),
            UsersCommand.Create(terminal),
            DoctorCommand.Create(terminal),
            ConformCommand.Create(terminal),
            InstrumentCommand.Create(terminal),
        };
        HelpText.Apply(root);
        return root;
    }
}
