using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Conform.Checkup;
using Drawbridge.Cli.Conform.Evidence;
using Drawbridge.Cli.Conform.History;
using Drawbridge.Cli.Conform.Plans;
using Drawbridge.Cli.Conform.Self;
using Drawbridge.Cli.Doctor;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Reports.Bundles;
using Drawbridge.Conformance.Reports.Files;
using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;
using Spectre.Console;
using Verdict = Drawbridge.Conformance.Running.Verdict;

namespace Drawbridge.Cli.Conform.Running;

/// <summary>One run of <c>drawbridge conform run</c>, from the plan to the reports.</summary>
internal sealed class ConformRun(Terminal terminal, RunOptions options, TimeProvider time)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return options.Self ? await RunSelfAsync(cancellationToken) : await RunPlanAsync(cancellationToken);
        }
        catch (ConfigurationFaultException fault)
        {
            throw new FaultException($"{fault.Message}.", fault.Remedy, innerException: fault);
        }
    }

    private async Task<int> RunSelfAsync(CancellationToken cancellationToken)
    {
        await using var self = await SelfSides.StartAsync(time, cancellationToken);
        return options.DryRun ? await DryRunAsync(Share(self.Plans), cancellationToken) : await RunAsync(Share(self.Plans), planFile: null, cancellationToken);
    }

    /// <summary>
    /// Every case once for each plan that can run it, those with a browser for the first of them alone: they take the longest, and screens do not differ. What no plan can
    /// run is told for the first plan of that side.
    /// </summary>
    private List<TargetRun> Share(IReadOnlyList<ConformancePlan> plans)
    {
        return [.. plans.Select(plan => new TargetRun(plan, [.. Chosen(plan.Side).Where(one => IsFor(plan, one))])).Where(static run => run.Cases.Count > 0)];

        bool IsFor(ConformancePlan plan, ConformanceCase one)
        {
            var able = plans.Where(other => other.Side == plan.Side && SelfSides.Offers(other, one)).ToList();
            return able.Count == 0 ? plan == plans.First(other => other.Side == plan.Side)
                : one.Kind == CaseKind.Browser ? plan == able[0]
                : able.Contains(plan);
        }

        // A pattern may mean cases of one side only.
        IReadOnlyList<ConformanceCase> Chosen(Side side) =>
            options.Patterns.Count == 0 ? Catalogue.Of(side) : [.. CaseChoice.Of([.. Catalogue.Broker, .. Catalogue.Platform], options.Patterns).Where(Catalogue.Of(side).Contains)];
    }

    private async Task<int> RunPlanAsync(CancellationToken cancellationToken)
    {
        var earlier = FindEarlier();
        var file = options.Plan ?? earlier?.PlanFile ?? throw new FaultException("the earlier run was made without a plan's file.", "Name the plan with --plan FILE.");
        var reading = PlanReader.Read(file);
        foreach (var secret in reading.LiteralSecrets)
        {
            terminal.Error.MarkupLineInterpolated($"[yellow]warning:[/] {secret}: stands in the plan itself; write ${{env:NAME}} or ${{file:PATH}} instead");
        }

        var plan = options.Strict ? reading.Plan with { Strict = true } : reading.Plan;
        var run = new TargetRun(plan, Choose(plan, earlier));
        if (options.DryRun)
        {
            return await DryRunAsync([run], cancellationToken);
        }

        return options.SkipDoctor || await IsReadyAsync(run, cancellationToken) ? await RunAsync([run], reading.File, cancellationToken) : ExitCode.Wrong;
    }

    /// <summary>Whether plan and target are fit for a run. What is wrong is told: cases would say the same, only less clearly.</summary>
    private async Task<bool> IsReadyAsync(TargetRun run, CancellationToken cancellationToken)
    {
        await using var session = await RunSession.OpenAsync(run.Plan, time, cancellationToken);
        var findings = await PlanCheckup.RunAsync(session, quick: true, run.Cases, cancellationToken);
        if (!findings.Any(static finding => finding.Verdict == Drawbridge.Cli.Doctor.Verdict.Fault))
        {
            return true;
        }

        new FindingReport(terminal).Write([.. findings.Where(static finding => finding.Verdict != Drawbridge.Cli.Doctor.Verdict.Ok)], options.Json);
        terminal.Error.WriteLine("Nothing was run: plan or target must be put right first. 'drawbridge conform doctor' checks more; --skip-doctor runs the cases nevertheless.");
        return false;
    }

    /// <summary>Runs, writes the reports, tells what came of it.</summary>
    private async Task<int> RunAsync(List<TargetRun> runs, string? planFile, CancellationToken cancellationToken)
    {
        var id = RunRecorder.NewId(time.GetUtcNow());
        var results = new RunResult?[runs.Count];
        using (var progress = new RunProgress(terminal, runs.Sum(static run => run.Cases.Count), options.Json))
        {
            // What is at one server shares its clock and its faults; servers have nothing to do with each other.
            await Task.WhenAll(runs.Index().GroupBy(static one => ServerOf(one.Item.Plan)).Select(together => RunInOrderAsync(together, results, progress, cancellationToken)));
        }

        var record = RunRecorder.Record(id, [.. results.OfType<RunResult>()]) with { Interrupted = cancellationToken.IsCancellationRequested, PlanFile = planFile, Patterns = options.Patterns };
        var folder = Path.GetFullPath(Path.Combine(options.Output, id));
        var fingerprint = await WriteAsync(record, folder);
        new RunSummary(terminal).Write(record, folder, fingerprint, options.Json);
        return RunSummary.ExitCodeOf(record);
    }

    private async Task RunInOrderAsync(IEnumerable<(int Index, TargetRun Run)> runs, RunResult?[] results, RunProgress progress, CancellationToken cancellationToken)
    {
        foreach (var (index, run) in runs)
        {
            await using var session = await RunSession.OpenAsync(run.Plan, time, cancellationToken);
            results[index] = await session.RunAsync(run.Cases, progress, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }
        }
    }

    private static Uri? ServerOf(ConformancePlan plan) => plan.Broker?.Url ?? plan.PlatformTarget?.Url;

    /// <summary>Also after Ctrl+C: what was found so far is kept.</summary>
    private static async Task<string> WriteAsync(RunRecord record, string folder)
    {
        try
        {
            await RunFolder.WriteAsync(record, folder, CancellationToken.None);
            using var key = SigningKey.Open();
            await Bundle.WriteAsync(folder, key, CancellationToken.None);
            return key.Fingerprint;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException($"{folder} cannot be written: {e.Message}", "Choose another folder with --output DIR.", innerException: e);
        }
    }

    private async Task<int> DryRunAsync(List<TargetRun> runs, CancellationToken cancellationToken)
    {
        var (would, wouldNot) = (0, 0);
        foreach (var run in runs)
        {
            await using var session = await RunSession.OpenAsync(run.Plan, time, cancellationToken);
            var runner = new Runner(session.Context);
            var width = run.Cases.Select(static one => one.Id.Length).DefaultIfEmpty().Max();
            foreach (var one in run.Cases)
            {
                var unrun = runner.Unrun(one);
                (would, wouldNot) = unrun is null ? (would + 1, wouldNot) : (would, wouldNot + 1);
                terminal.Out.WriteLine(unrun is null ? $"run   {one.Id.PadRight(width)}  {one.Title}" : $"skip  {one.Id.PadRight(width)}  {unrun.Reason}");
            }
        }

        terminal.Out.WriteLine($"{Words.Count(would, "case")} would run, {wouldNot} would not.");
        return ExitCode.Done;
    }

    private IReadOnlyList<ConformanceCase> Choose(ConformancePlan plan, RunRecord? earlier)
    {
        var cases = CaseChoice.Of(Catalogue.Of(plan.Side), options.Patterns);
        if (earlier is null)
        {
            return cases;
        }

        var chosen = earlier.Cases
            .Where(one => earlier.TargetOf(one).Name == plan.Name && (!options.Failed || one.Verdict is not (Verdict.Passed or Verdict.Skipped or Verdict.Disabled or Verdict.ExpectedFailure)))
            .Select(static one => one.Id)
            .ToHashSet(StringComparer.Ordinal);
        cases = [.. cases.Where(one => chosen.Contains(one.Id))];
        return cases.Count > 0 ? cases : throw new FaultException(
            options.Failed ? $"everything passed in run {earlier.Id}: there is nothing to run again." : $"run {earlier.Id} has none of these cases.", "Run without --failed and --rerun to look at everything.", ExitCode.Done);
    }

    private RunRecord? FindEarlier() => options switch
    {
        { Rerun: { } name } => RunArchive.Find(options.Output, name).Run,
        { Failed: true, Self: false } => RunArchive.Find(options.Output, RunArchive.Last, PlanReader.Read(options.Plan!).Plan.Name).Run,
        _ => null,
    };
}
