using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Doctor.Network;
using Drawbridge.Client.Crm;
using Drawbridge.Client.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Drawbridge.Cli.Doctor;

/// <summary>Makes every exam at once, each with a time limit, and prints what was found in the order of the exams.</summary>
internal sealed class DoctorRun(Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public async Task<int> RunAsync(Patient patient, bool asJson, CancellationToken cancellationToken)
    {
        var authorities = new Authorities(patient.Client.AuthorityFile);
        using var network = new SystemNetwork(authorities, time);
        using var clients = new PlatformClients(Options.Create(patient.Client), time, NullLogger<PlatformClient>.Instance);
        await using var services = CrmServices(authorities);
        var exams = new Exams(patient, network, clients, services.GetRequiredService<CrmClient>(), time).All();
        var found = await Task.WhenAll(exams.Select(exam => RunAsync(exam, cancellationToken)));
        var findings = found.SelectMany(static one => one).ToList();
        new FindingReport(terminal).Write(findings, asJson);
        return findings.Exists(static finding => finding.Verdict == Verdict.Fault) ? ExitCode.Failed : ExitCode.Done;
    }

    private async Task<List<Finding>> RunAsync(Exam exam, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var findings = new List<Finding>();
        try
        {
            await foreach (var finding in exam.Run(either.Token).WithCancellation(either.Token))
            {
                findings.Add(finding);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            findings.Add(Finding.Fault(
                exam.Subject,
                "time",
                $"no end after {Limit.TotalSeconds:F0} s",
                "Something on the way swallows packets: look at firewalls and routing between this machine and that address."));
        }

        return findings;
    }

    /// <summary>The client with which the platform's side calls CRMs, trusting what is trusted here.</summary>
    private ServiceProvider CrmServices(Authorities authorities)
    {
        var services = new ServiceCollection();
        services.AddLogging(static logging => logging.ClearProviders());
        services.AddSingleton(time);
        services.AddDrawbridgeCrmClient().ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = new() { RemoteCertificateValidationCallback = authorities.Validate },
        });
        return services.BuildServiceProvider();
    }
}
