using System.Diagnostics;
using Drawbridge.Cli.Certificates;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.DataFolders;
using Drawbridge.Cli.Hosting;
using Drawbridge.Cli.Logging;
using Drawbridge.Cli.Telemetry;

namespace Drawbridge.Cli.Up;

/// <summary>One run of <c>drawbridge up</c>, from taking the folder to giving it up.</summary>
internal sealed class UpRun(Terminal terminal, UpOptions options, TimeProvider time)
{
    private readonly long _startedAt = Stopwatch.GetTimestamp();

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = DataFolder.Open(options.Data);
        using var brokerPort = LocalPort.Take(options.BrokerPort, UpCommand.BrokerPortOption);
        using var platformPort = LocalPort.Take(options.PlatformPort, UpCommand.PlatformPortOption);
        using var certificates = LocalCertificates.Ensure(folder.Certificates, time);
        RefuseLostSecrets(folder);
        var secrets = UpSecrets.Ensure(folder.Secrets, DemoNames.Crms, DemoNames.Brokers);
        using var telemetry = TelemetryExport.Start("drawbridge");
        await using var log = LogFile.Open(folder.Log);
        var sides = new UpSides(folder, certificates, secrets, brokerPort, platformPort, options.WebOrigins, WriteLog(log), time);
        try
        {
            await using var running = await sides.StartAsync(cancellationToken);
            var handoffLogin = await new DemoTraders(running.Broker.Services, secrets, folder, time).EnsureAsync(cancellationToken);
            await new DemoStaff(running.Broker.Services, secrets).EnsureAsync(cancellationToken);
            EnvironmentFile.Write(
                folder.Environment, UpEnvironment.Values(secrets, brokerPort.Url, platformPort.Url, certificates.AuthorityFile, handoffLogin));
            new UpGreeting(terminal, folder, brokerPort.Url, platformPort.Url).Write(certificates.Authority.Thumbprint, Stopwatch.GetElapsedTime(_startedAt));
            StartGarbage.Return();
            await StopRequest.WaitAsync([running.Broker, running.Platform], cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped while it started: the next start goes on from wherever this one got.
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            throw DatabaseFault.Of(e, folder.Path);
        }

        return ExitCode.Done;
    }

    /// <summary>The databases hold hashes: with new secrets nobody could log in any more.</summary>
    private static void RefuseLostSecrets(DataFolder folder)
    {
        if (!File.Exists(folder.Secrets) && File.Exists(folder.Database(BrokerSide.Name)))
        {
            throw new FaultException(
                $"{folder.Secrets} is gone, and with it the passwords of what is in the databases.",
                $"Put it back, or begin afresh: delete {folder.Path} or choose another folder with --data DIR.");
        }
    }

    private Action<string> WriteLog(LogFile log) => options.Verbose
        ? line =>
        {
            log.Write(line);
            terminal.ErrorWriter.WriteLine(line);
        }
        : log.Write;
}
