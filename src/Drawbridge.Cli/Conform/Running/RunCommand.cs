using System.CommandLine;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Conform.Running;

/// <summary><c>drawbridge conform run</c>.</summary>
internal static class RunCommand
{
    public static Command Create(Terminal terminal)
    {
        var plan = new Option<string?>("--plan") { Description = "The plan: what is looked at, and how it is reached ('conform init' writes one)", HelpName = "FILE" };
        var self = new Option<bool>("--self") { Description = "Look at Drawbridge itself: both sides are started on free ports, and every case of both catalogues is run" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only list what would be run, and what would not and why" };
        var failed = new Option<bool>("--failed") { Description = "Only what did not pass in the last run, or in that of --rerun" };
        var rerun = new Option<string?>("--rerun") { Description = "The cases and the plan of an earlier run: its identifier, its folder, or 'last'", HelpName = "RUN" };
        var output = ConformCommand.Output();
        var strict = new Option<bool>("--strict") { Description = "Let requirements that Drawbridge has inferred fail the run, too" };
        var json = new Option<bool>("--json") { Description = "Print the run as JSON instead, as run.json has it" };
        var skipDoctor = new Option<bool>("--skip-doctor") { Description = "Begin without checking plan and target first" };
        var patterns = ConformCommand.Patterns();
        var command = new CommandWithExamples(
            "run", "Run cases against a CRM or a platform, and write reports",
            "conform run --plan crm.yaml",
            "conform run --plan crm.yaml 'api/6.1.*' screens",
            "conform run --plan crm.yaml --failed",
            "conform run --rerun last",
            "conform run --self")
        {
            plan, self, patterns, dryRun, failed, rerun, output, strict, json, skipDoctor,
        };
        command.SetAction((result, cancellationToken) =>
        {
            var options = new RunOptions
            {
                Plan = result.GetValue(plan),
                Self = result.GetValue(self),
                Patterns = result.GetValue(patterns) ?? [],
                DryRun = result.GetValue(dryRun),
                Failed = result.GetValue(failed),
                Rerun = result.GetValue(rerun),
                Output = result.GetRequiredValue(output),
                Strict = result.GetValue(strict),
                Json = result.GetValue(json),
                SkipDoctor = result.GetValue(skipDoctor),
            };
            Check(options);
            return new ConformRun(terminal, options, TimeProvider.System).RunAsync(cancellationToken);
        });
        return command;
    }

    private static void Check(RunOptions options)
    {
        if (options is { Plan: not null, Self: true })
        {
            throw new FaultException("--plan and --self name two different targets.", "Give one of them.");
        }

        if (options.Self && (options.Failed || options.Rerun is not null))
        {
            throw new FaultException("--self has no earlier run to go by.", "Name cases instead: drawbridge conform run --self PATTERN.");
        }

        if (options is { Plan: null, Self: false, Rerun: null })
        {
            throw new FaultException("nothing says what to look at.", "Give --plan FILE ('drawbridge conform init' writes one), or --self for Drawbridge itself.");
        }
    }
}
