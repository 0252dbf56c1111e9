using System.CommandLine;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Conform.Plans;
using Drawbridge.Cli.Doctor;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Cli.Conform.Checkup;

/// <summary><c>drawbridge conform doctor</c>: whether plan and target are ready for a run.</summary>
internal static class CheckupCommand
{
    public static Command Create(Terminal terminal)
    {
        var plan = new Option<string>("--plan") { Description = "The plan", HelpName = "FILE", Required = true };
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON" };
        var command = new CommandWithExamples(
            "doctor", "Check a plan against its target before a run: what is wrong with either, and what to do", "conform doctor --plan crm.yaml") { plan, json };
        command.SetAction((result, cancellationToken) => RunAsync(terminal, result.GetRequiredValue(plan), result.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string file, bool asJson, CancellationToken cancellationToken)
    {
        var plan = PlanReader.Read(file).Plan;
        try
        {
            await using var session = await RunSession.OpenAsync(plan, TimeProvider.System, cancellationToken);
            var findings = await PlanCheckup.RunAsync(session, quick: false, Catalogue.Of(plan.Side), cancellationToken);
            new FindingReport(terminal).Write(findings, asJson);
            return findings.Any(static finding => finding.Verdict == Drawbridge.Cli.Doctor.Verdict.Fault) ? ExitCode.Failed : ExitCode.Done;
        }
        catch (ConfigurationFaultException fault)
        {
            throw new FaultException($"{fault.Message}.", fault.Remedy, innerException: fault);
        }
    }
}
