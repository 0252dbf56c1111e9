using System.CommandLine;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Doctor;

/// <summary><c>drawbridge doctor</c>: whether a deployment reaches the platform, and the platform it, and what to do where not.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var config = SharedOptions.Config();
        var secrets = SharedOptions.Secrets();
        var data = SharedOptions.Data();
        data.Description = "Folder of a running 'drawbridge up', which is examined when no configuration is named";
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON" };
        var command = new Command("doctor", "Check a deployment's reach to the platform and back, and its connectivity plan") { config, secrets, data, json };
        command.SetAction((result, cancellationToken) =>
        {
            if (result.GetValue(config) is not null && result.GetResult(data) is { Implicit: false })
            {
                throw new FaultException("--config and --data name two different deployments.", "Name one of them.");
            }

            var patient = result.GetValue(config) is { } file
                ? Patient.OfConfiguration(file, result.GetValue(secrets))
                : Patient.OfDataFolder(result.GetRequiredValue(data));
            return new DoctorRun(terminal, TimeProvider.System).RunAsync(patient, result.GetValue(json), cancellationToken);
        });
        return command;
    }
}
