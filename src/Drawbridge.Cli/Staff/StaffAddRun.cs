using System.Text;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Configuration;
using Drawbridge.Cli.Hosting;
using Drawbridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Drawbridge.Cli.Staff;

/// <summary>One run of <c>drawbridge staff add</c>.</summary>
internal sealed class StaffAddRun(Terminal terminal, string config, string? secrets)
{
    public async Task<int> RunAsync(ProvisionedStaff staff, CancellationToken cancellationToken)
    {
        var faults = new ConfigurationFaults(Path.GetFullPath(config));
        var options = DatabaseSetting.Read(ConfigurationSource.Load(config, secrets), DatabaseOptions.Section, faults);
        faults.ThrowIfAny();
        var password = ReadPassword();
        await using var database = Database.Open(options!, TimeProvider.System, NullLoggerFactory.Instance);
        try
        {
            if (await StaffProvisioning.AddStaffAsync(database, TimeProvider.System, staff with { Password = password }, cancellationToken) is { } fault)
            {
                throw new FaultException(fault, "Nobody was added.");
            }
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            throw DatabaseFault.Of(e, database.Location);
        }

        terminal.Out.MarkupLineInterpolated($"[green]added[/] {staff.Email} to the staff of {staff.BrokerCrmName}: {staff.Roles}");
        return ExitCode.Done;
    }

    /// <summary>Never from the command line, which other users of the machine can read.</summary>
    private string ReadPassword()
    {
        if (!terminal.InputIsTerminal)
        {
            return terminal.Input.ReadLine() is { Length: > 0 } line ? line : throw new FaultException("standard input has no password.", "Pass it as the first line.");
        }

        terminal.ErrorWriter.Write("Password: ");
        var text = new StringBuilder();
        while (terminal.ReadKey() is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                text.Length = Math.Max(0, text.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                text.Append(key.KeyChar);
            }
        }

        terminal.ErrorWriter.WriteLine();
        return text.ToString();
    }
}
