using System.Net.Sockets;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Configuration;
using Drawbridge.Cli.Hosting;
using Drawbridge.Cli.Logging;
using Drawbridge.Cli.Telemetry;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Spectre.Console;

namespace Drawbridge.Cli.Serving;

/// <summary>One run of one side: all faults of its configuration at once, then serving until it is asked to stop.</summary>
internal abstract class SideRun(Terminal terminal, SideOptions options)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var configuration = ConfigurationSource.Load(options.Config, options.Secrets);
        var faults = new ConfigurationFaults(Path.GetFullPath(options.Config));
        var server = ServerOptions.Read(configuration, options.Urls, faults);
        var keys = KeyOptions.Read(configuration, faults);
        var database = ReadDatabase(configuration, faults);
        Check(configuration, faults);
        faults.ThrowIfAny();

        var keysCertificate = keys.Certificate.IsSet ? CertificateReader.TryRead(keys.Certificate, $"{KeyOptions.Section}:Certificate", faults) : null;
        var certificate = OpenCertificate(server, faults);
        faults.ThrowIfAny();

        using var telemetry = TelemetryExport.Start($"drawbridge-{Side}");
        var settings = new SideSettings
        {
            Configuration = configuration,
            Database = database!,
            KeysFolder = keys.Directory!,
            KeysCertificate = keysCertificate,
            Log = logging => ConsoleLog.Add(logging, configuration),
            Listen = kestrel => Listen(kestrel, server, certificate),
            Proxies = server.ToForwardedHeaders(),
            Migrate = options.Migrate,
        };
        return await ServeAsync(settings, server, certificate, cancellationToken);
    }

    protected abstract string Side { get; }

    /// <summary>Where its state is; null when that is wrong.</summary>
    protected abstract DatabaseOptions? ReadDatabase(IConfiguration configuration, ConfigurationFaults faults);

    /// <summary>Adds every fault of the side's own settings.</summary>
    protected abstract void Check(IConfiguration configuration, ConfigurationFaults faults);

    /// <summary>Starts the side, whose settings are known to be right.</summary>
    protected abstract Task<WebApplication> StartAsync(SideSettings settings, CancellationToken cancellationToken);

    private async Task<int> ServeAsync(SideSettings settings, ServerOptions server, CertificateFile? certificate, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = await StartAsync(settings, cancellationToken);
            certificate?.LogTo(app.Logger);
            terminal.Out.MarkupLineInterpolated($"[green]ready[/]: {Side} at {string.Join(", ", server.Urls)}");
            StartGarbage.Return();
            await StopRequest.WaitAsync([app], cancellationToken);
            await app.StopAsync(CancellationToken.None);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped while it started: the next start goes on from wherever this one got.
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            throw DatabaseFault.Of(e, Side);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException)
        {
            throw new FaultException($"cannot listen: {e.Message}", $"Stop the program that has the address, or choose another: {ServerOptions.Section}:Urls or --urls.", innerException: e);
        }

        return ExitCode.Done;
    }

    private static CertificateFile? OpenCertificate(ServerOptions server, ConfigurationFaults faults)
    {
        if (!server.Certificate.IsSet || CertificateReader.TryRead(server.Certificate, $"{ServerOptions.Section}:Certificate", faults) is not { } certificate)
        {
            return null;
        }

        certificate.Dispose();
        return CertificateFile.Open(server.Certificate, TimeProvider.System);
    }

    private static void Listen(KestrelServerOptions kestrel, ServerOptions server, CertificateFile? certificate)
    {
        foreach (var url in server.Urls)
        {
            ListenAddress.Parse(url).Listen(kestrel, listen => listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(certificate!.Current()),
            }));
        }
    }
}
