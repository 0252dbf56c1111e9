using System.CommandLine;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Instrument;

/// <summary><c>drawbridge instrument</c>: the developer's instrument of a running platform.</summary>
internal static class InstrumentCommand
{
    public static Command Create(Terminal terminal)
    {
        var run = new InstrumentRun(terminal);
        var command = new Command("instrument", "Journal, faults, clock, triggers and snapshots of a running platform")
        {
            JournalCommands.Create(run),
            FaultCommands.Create(run),
            ClockCommands.Create(run),
            TriggerCommand.Create(run),
            SnapshotCommands.Create(run),
            StateCommands.CreateReset(run),
            StateCommands.CreateSeed(run),
        };
        foreach (var option in run.Options)
        {
            command.Options.Add(option);
        }

        return command;
    }
}
