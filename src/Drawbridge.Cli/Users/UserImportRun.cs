using System.Globalization;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.UserImport;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Configuration;
using Drawbridge.Cli.Hosting;
using Drawbridge.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Drawbridge.Cli.Users;

/// <summary>One run of <c>drawbridge users import</c>.</summary>
internal sealed class UserImportRun(Terminal terminal, string config, string? secrets)
{
    private const int BarWidth = 30;

    public async Task<int> RunAsync(UserImportRequest request, string report, CancellationToken cancellationToken)
    {
        var faults = new ConfigurationFaults(Path.GetFullPath(config));
        var configuration = ConfigurationSource.Load(config, secrets);
        var options = DatabaseSetting.Read(configuration, DatabaseOptions.Section, faults);
        faults.ThrowIfAny();
        await using var database = Database.Open(options!, TimeProvider.System, NullLoggerFactory.Instance);
        RefusedLinesFile? refused = null;
        try
        {
            var (counts, fault) = await UserImportFile.RunAsync(
                database,
                TimeProvider.System,
                request with
                {
                    Iterations = configuration.GetValue<int?>($"{HashingOptions.Section}:{nameof(HashingOptions.Iterations)}"),
                    OnBegin = before =>
                    {
                        TellOfEarlierRun(before);
                        refused = before.IsFinished ? null : RefusedLinesFile.Open(report, before.LinesDone);
                    },
                    OnRefused = line => refused!.Add(line),
                    OnProgress = ShowProgress,
                },
                cancellationToken);
            EndProgress();
            if (counts is null)
            {
                throw new FaultException(fault!, "Nothing more of the file was taken.");
            }

            return Report(counts, request.IsRehearsal, report);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            EndProgress();
            throw DatabaseFault.Of(e, database.Location);
        }
        catch (OperationCanceledException)
        {
            EndProgress();
            throw new FaultException("stopped.", "What is stored stays; --resume goes on behind it.", ExitCode.Failed);
        }
        finally
        {
            refused?.Dispose();
        }
    }

    private void TellOfEarlierRun(UserImportCounts before)
    {
        if (before.LinesDone > 0 && !before.IsFinished)
        {
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Going on behind line {before.LinesDone:N0}."));
        }
    }

    private void ShowProgress(UserImportCounts counts, double part)
    {
        if (!terminal.IsInteractive)
        {
            return;
        }

        var full = (int)(part * BarWidth);
        var bar = new string('█', full) + new string('░', BarWidth - full);
        terminal.ErrorWriter.Write(string.Create(CultureInfo.InvariantCulture, $"\r{bar} {part * 100,3:N0} %  {counts.LinesDone,10:N0} lines, {counts.Refused:N0} not taken "));
    }

    private void EndProgress()
    {
        if (terminal.IsInteractive)
        {
            terminal.ErrorWriter.WriteLine();
        }
    }

    private int Report(UserImportCounts counts, bool isRehearsal, string report)
    {
        terminal.Out.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"[green]{(isRehearsal ? "rehearsed" : "imported")}[/] {counts.Created:N0} new, {counts.Linked:N0} linked, {counts.Updated:N0} updated, {counts.Unchanged:N0} unchanged, {counts.Refused:N0} not taken");
        if (counts.Refused == 0)
        {
            return ExitCode.Done;
        }

        terminal.Out.MarkupLineInterpolated($"[yellow]not taken:[/] the lines and reasons are in {report}");
        return ExitCode.Failed;
    }
}
