using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using DotnetBroker;
using Drawbridge.Cli.Certificates;
using Drawbridge.Cli.Conform.Plans;
using Drawbridge.Cli.DataFolders;
using Drawbridge.Cli.Hosting;
using Drawbridge.Cli.Up;
using Drawbridge.Conformance.Plans;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Samples;
using Drawbridge.Platform.Clock;
using Drawbridge.Platform.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.BrowserTests.Samples;

/// <summary>A platform that knows each sample broker under a name of its own, and starts them beside it.</summary>
public sealed class SampleStage : IAsyncLifetime
{
    internal const string Node = "node";
    internal const string Dotnet = "dotnet";
    internal const string DemoPassword = "demo password";

    /// <summary>Who is there: the sample brokers, and those with a fault.</summary>
    private static readonly IReadOnlyList<string> Names = [Node, Dotnet, .. FaultyBrokers.Fault.All.Select(static fault => fault.Name)];

    private readonly DataFolder _folder = DataFolder.Open(Directory.CreateTempSubdirectory("drawbridge-samples-").FullName);
    private readonly LocalCertificates _certificates;
    private readonly UpSecrets _secrets;
    private readonly LocalPort _port = LocalPort.Take(0, "");
    private readonly Dictionary<string, int> _brokerPorts = Names.ToDictionary(static name => name, static _ => TestPorts.Take(), StringComparer.Ordinal);
    private WebApplication? _platform;

    public SampleStage()
    {
        _certificates = LocalCertificates.Ensure(_folder.Certificates, TimeProvider.System);
        _secrets = UpSecrets.Ensure(_folder.Secrets, DemoNames.Crms, DemoNames.Brokers);
    }

    /// <summary>Where tests may write.</summary>
    internal string Folder => _folder.Path;

    internal string CrmPassword => _secrets.CrmPasswords[DemoNames.TradingTechCrm];

    public async ValueTask InitializeAsync()
    {
        using var nobody = LocalPort.Take(0, ""); // where the seed's brokers would be
        var sides = new UpSides(_folder, _certificates, _secrets, nobody, _port, [], static _ => { }, TimeProvider.System) { ChangePlatform = Change };
        _platform = await sides.StartPlatformAsync(CancellationToken.None);
    }

    /// <summary>Starts a broker in this process, whose clock follows that of the platform.</summary>
    internal async Task<IAsyncDisposable> StartAsync(string name, FaultyBrokers.Fault? fault = null)
    {
        var settings = BrokerSettings.Read(Settings(name).GetValueOrDefault, out var wrong).ShouldNotBeNull(wrong);
        var clock = ((VirtualClock)_platform!.Services.GetRequiredService<TimeProvider>()).ForCrm();
        var app = BrokerProgram.Build(settings, services =>
        {
            services.AddSingleton(clock).AddLogging(static logging => logging.ClearProviders());
            fault?.Apply(services);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<DemoTrader>().CreateAsync(TestContext.Current.CancellationToken);
        return app;
    }

    /// <summary>Starts a broker as a program of its own.</summary>
    internal async Task<SampleProcess> StartProcessAsync(string name)
    {
        var process = SampleProcess.Start(name, Settings(name));
        await process.WaitUntilReadyAsync();
        return process;
    }

    /// <summary>Writes the plan that everybody gets (samples/sandbox/conformance.yaml) for a broker that runs elsewhere.</summary>
    /// <param name="name">Which broker.</param>
    /// <param name="change">What becomes of its text besides.</param>
    /// <returns>The file.</returns>
    internal async Task<string> WritePlanAsync(string name, Func<string, string>? change = null)
    {
        var text = (await File.ReadAllTextAsync(Path.Combine(SampleProcess.Folder, "sandbox", "conformance.yaml")))
            .Replace("https://localhost:8443", BrokerUrl(name), StringComparison.Ordinal)
            .Replace("https://localhost:7444", _port.Url, StringComparison.Ordinal)
            .Replace("../../.drawbridge/certs/ca.crt", _certificates.AuthorityFile, StringComparison.Ordinal)
            .Replace("tradingtech_main", BrokerName(name), StringComparison.Ordinal)
            .Replace("tradingtech_crm", CrmName(name), StringComparison.Ordinal)
            .Replace("demo@example.com", DemoEmail(name), StringComparison.Ordinal);
        var file = Path.Combine(Folder, $"{name}.yaml");
        text += "limits: { callSeconds: 30 }\n"; // the machine may have other things to do
        await File.WriteAllTextAsync(file, change?.Invoke(text) ?? text);
        return file;
    }

    /// <summary>The same as a plan for a broker in this process, in strict mode and with time that passes at once.</summary>
    internal async Task<ConformancePlan> PlanAsync(string name)
    {
        var plan = PlanReader.Read(await WritePlanAsync(
            name,
            text => text.Replace("${env:CRM_PASSWORD}", CrmPassword, StringComparison.Ordinal).Replace("${env:DEMO_PASSWORD}", DemoPassword, StringComparison.Ordinal))).Plan;
        return plan with { Strict = true, Platform = plan.Platform! with { VirtualTime = true } };
    }

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null)
        {
            await _platform.StopAsync();
            await _platform.DisposeAsync();
        }

        _port.Dispose();
        _certificates.Dispose();
        _folder.Dispose();
        Directory.Delete(_folder.Path, recursive: true);
    }

    private static string CrmName(string name) => $"{name.Replace('-', '_')}_crm";

    private static string BrokerName(string name) => $"{name.Replace('-', '_')}_main";

    private static string DemoEmail(string name) => $"demo.{name}@example.test";

    private string BrokerUrl(string name) => $"https://localhost:{_brokerPorts[name].ToString(CultureInfo.InvariantCulture)}";

    private Dictionary<string, string> Settings(string name)
    {
        var (certificate, key) = (Path.Combine(Folder, "server.pem"), Path.Combine(Folder, "server.key"));
        File.WriteAllText(certificate, _certificates.Server.ExportCertificatePem());
        File.WriteAllText(key, _certificates.Server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return new(StringComparer.Ordinal)
        {
            ["BROKER_PORT"] = _brokerPorts[name].ToString(CultureInfo.InvariantCulture),
            ["TLS_CERTIFICATE"] = certificate,
            ["TLS_KEY"] = key,
            ["PUBLIC_URL"] = BrokerUrl(name),
            ["PLATFORM_URL"] = _port.Url,
            ["PLATFORM_CA"] = _certificates.AuthorityFile,
            ["MANAGER_LOGIN"] = DemoNames.ManagerLogin.ToString(CultureInfo.InvariantCulture),
            ["MANAGER_PASSWORD"] = _secrets.ManagerPassword,
            ["CRM_PASSWORD"] = CrmPassword,
            ["BROKER_CRM_NAME"] = CrmName(name),
            ["BROKER_NAME"] = BrokerName(name),
            ["SUCCESS_URL"] = $"{_port.Url}/app/callback",
            ["WEB_URL"] = $"{_port.Url}/app/?brokerName={BrokerName(name)}", // a platform of one broker would know
            ["DEMO_EMAIL"] = DemoEmail(name),
            ["DEMO_PASSWORD"] = DemoPassword,
        };
    }

    private void Change(PlatformOptions options)
    {
        options.Crms.Clear();
        options.Brokers.Clear();
        foreach (var name in Names)
        {
            options.Crms.Add(new() { BrokerCrmName = CrmName(name), BaseUrl = BrokerUrl(name), Password = CrmPassword });
            var broker = new BrokerOptions { BrokerName = BrokerName(name), BrokerCrmName = CrmName(name), ClientAreaUrl = $"{BrokerUrl(name)}/" };
            broker.SuccessUrls.Add($"{_port.Url}/app/callback");
            (broker.Screens.Deposit, broker.Screens.Withdraw, broker.Screens.NewAccount) = ($"{BrokerUrl(name)}/inapp/deposit", $"{BrokerUrl(name)}/inapp/withdraw", $"{BrokerUrl(name)}/account/create");
            options.Brokers.Add(broker);
        }
    }
}
