using Drawbridge.Broker.Console.Staff;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.DataFolders;
using Drawbridge.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Cli.Up;

/// <summary>The administrator who looks after the seed's brokers in the console.</summary>
internal sealed class DemoStaff(IServiceProvider broker, UpSecrets secrets)
{
    /// <summary>Makes the administrator, or finds the one of an earlier start.</summary>
    /// <exception cref="FaultException">The broker's side refused.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var database = broker.GetRequiredService<Database>();
        var time = broker.GetRequiredService<TimeProvider>();
        if (!await StaffProvisioning.HasStaffAsync(database, time, DemoNames.ConsoleEmail, cancellationToken)
            && await StaffProvisioning.AddStaffAsync(
                database, time,
                new() { BrokerCrmName = DemoNames.TradingTechCrm, Email = DemoNames.ConsoleEmail, Name = "Casey Console", Password = secrets.ConsolePassword },
                cancellationToken) is { } fault)
        {
            throw new FaultException($"the console's administrator {DemoNames.ConsoleEmail} cannot be made: {fault}", remedy: null, ExitCode.Failed);
        }
    }
}
