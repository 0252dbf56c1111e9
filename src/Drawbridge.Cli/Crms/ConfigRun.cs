using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Crms;

/// <summary>Runs of <c>drawbridge config</c> that are about a server's stored configuration.</summary>
internal sealed class ConfigRun(Terminal terminal, ConfigTarget target)
{
    /// <summary>What applying the file would do: 0 nothing, 1 something.</summary>
    public Task<int> DiffAsync(string file, bool remove, CancellationToken cancellationToken)
    {
        var request = RequestOf(file, remove, force: true);
        return target.UseAsync(async stored => Report(await stored.PlanAsync(request, cancellationToken), file), cancellationToken);
    }

    /// <summary>Applies the file, all of it or nothing.</summary>
    public Task<int> ApplyAsync(string file, bool remove, bool force, bool dryRun, CancellationToken cancellationToken)
    {
        var request = RequestOf(file, remove, force);
        return target.UseAsync(
            async stored => Report(dryRun ? await stored.PlanAsync(request, cancellationToken) : await stored.ApplyAsync(request, cancellationToken), file, differingIs: ExitCode.Done),
            cancellationToken);
    }

    /// <summary>Puts an older version back. Secrets stay as they are now.</summary>
    public Task<int> RestoreAsync(long version, bool remove, bool dryRun, CancellationToken cancellationToken) => target.UseAsync(
        async stored =>
        {
            var crms = await stored.ReadAsync(crmId: null, version, cancellationToken) ?? throw NoVersion(version);
            var request = new ConfigurationRequest(crms, OriginOf(null)) { RemoveMissing = remove, Restores = version };
            var outcome = dryRun ? await stored.PlanAsync(request, cancellationToken) : await stored.ApplyAsync(request, cancellationToken);
            return Report(outcome, $"version {version}", differingIs: ExitCode.Done);
        },
        cancellationToken);

    /// <summary>Who changed what, the latest first.</summary>
    public Task<int> HistoryAsync(int limit, CancellationToken cancellationToken) => target.UseAsync(
        async stored =>
        {
            foreach (var version in await stored.ListVersionsAsync(crmId: null, long.MaxValue, limit, cancellationToken))
            {
                terminal.OutputWriter.WriteLine(ChangeReport.Line(version));
            }

            return ExitCode.Done;
        },
        cancellationToken);

    /// <summary>What one version changed.</summary>
    public Task<int> ShowAsync(long version, CancellationToken cancellationToken) => target.UseAsync(
        async stored =>
        {
            var (made, changes) = await stored.FindVersionAsync(crmId: null, version, cancellationToken) ?? throw NoVersion(version);
            terminal.OutputWriter.WriteLine(ChangeReport.Line(made));
            ChangeReport.Write(terminal, changes);
            return ExitCode.Done;
        },
        cancellationToken);

    /// <summary>Everything as a file that <c>check</c> accepts.</summary>
    public Task<int> ExportAsync(string? output, long? version, bool asVariables, CancellationToken cancellationToken) => target.UseAsync(
        async stored =>
        {
            var newest = await stored.FindVersionAsync(cancellationToken);
            var crms = await stored.ReadAsync(crmId: null, version, cancellationToken) ?? throw NoVersion(version!.Value);
            var text = CrmFileWriter.Write(crms, newest, asVariables);
            if (output is null)
            {
                await terminal.OutputWriter.WriteAsync(text);
            }
            else
            {
                WriteFile(output, text);
                terminal.ErrorWriter.WriteLine($"wrote {Path.GetFullPath(output)}: {crms.Count} CRMs, {crms.Sum(static crm => crm.Brokers.Count)} brokers and white labels, no secrets");
            }

            return ExitCode.Done;
        },
        cancellationToken);

    private static void WriteFile(string output, string text)
    {
        try
        {
            File.WriteAllText(output, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException($"{Path.GetFullPath(output)} cannot be written.", "Choose another place with --output FILE.", innerException: e);
        }
    }

    private ConfigurationRequest RequestOf(string file, bool remove, bool force)
    {
        var read = CrmFile.Read(file);
        ConfigCommand.Warn(terminal, read);
        return new(read.Crms, OriginOf(Path.GetFullPath(file))) { RemoveMissing = remove, BaseVersion = force ? null : read.Version };
    }

    private static ConfigurationOrigin OriginOf(string? file) => new(ConfigurationSource.File, $"{Environment.UserName}@{Environment.MachineName}", file);

    private static FaultException NoVersion(long version) => new($"there is no version {version}.", "'drawbridge config history' lists them.");

    private int Report(ConfigurationOutcome outcome, string what, int differingIs = ExitCode.Failed)
    {
        switch (outcome)
        {
            case ConfigurationOutcome.Planned planned:
                ChangeReport.Write(terminal, planned.Plan.Changes);
                terminal.OutputWriter.WriteLine(planned.Plan.HasChanges ? $"{Count(planned.Plan)} would change (against version {planned.Plan.BaseVersion})" : "no differences");
                return planned.Plan.HasChanges ? differingIs : ExitCode.Done;
            case ConfigurationOutcome.Applied applied:
                ChangeReport.Write(terminal, applied.Plan.Changes);
                terminal.OutputWriter.WriteLine($"applied as version {applied.Version}: {Count(applied.Plan)} changed; running servers follow within 2 s");
                return ExitCode.Done;
            case ConfigurationOutcome.Unchanged unchanged:
                ChangeReport.Write(terminal, unchanged.Plan.Changes);
                terminal.OutputWriter.WriteLine("no differences; nothing was changed");
                return ExitCode.Done;
            case ConfigurationOutcome.Outdated outdated:
                terminal.ErrorWriter.WriteLine($"drawbridge: {what} was made for an earlier version than {outdated.NewestVersion}. Meanwhile this changed:");
                ChangeReport.Write(terminal, outdated.Meanwhile);
                terminal.ErrorWriter.WriteLine("Take it into the file and write its new version, or apply all the same with --force. Nothing was changed.");
                return ExitCode.Failed;
            case ConfigurationOutcome.Refused refused:
                throw new FaultException(
                    $"{what} has {refused.Faults.Count} fault{(refused.Faults.Count == 1 ? "" : "s")}, and nothing was changed:",
                    string.Join(Environment.NewLine, refused.Faults.Select(static fault => $"  - {fault.TrimEnd('.')}")));
            default:
                throw new InvalidOperationException("An outcome that nobody reports.");
        }
    }

    private static string Count(ConfigurationPlan plan) => $"{plan.Changes.Count(static change => change.Kind != EntityChangeKind.Kept)} of CRMs and brokers";
}
