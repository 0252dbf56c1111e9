using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Drawbridge.Conformance.Crm;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform;

namespace Drawbridge.IntegrationTests.Samples;

/// <summary>Shares the brokers: each of them is a process of its own.</summary>
[CollectionDefinition(SampleBrokers.Collection)]
public sealed class SampleBrokerCollection : ICollectionFixture<SampleBrokers>;

/// <summary>The sample brokers as programs of their own, and one platform for all of them: each is a CRM of it.</summary>
public sealed class SampleBrokers : IAsyncLifetime
{
    public const string Collection = "Sample brokers";
    public const string DemoPassword = "demo password";

    /// <summary>Behind the name of a broker, the same one with <c>IN_APP_TOKENS</c>.</summary>
    public const string InApp = "_inapp";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawbridge-samples-");
    private readonly Dictionary<string, SampleProcess> _processes = new(StringComparer.Ordinal);

    /// <summary>What the theories run over.</summary>
    public static TheoryData<string> Names => [new("node"), new("dotnet"), new("php") { Skip = HasPhp ? null : "php-cli, php-curl, php-sqlite3 and nginx are not all installed." }];

    private static bool HasPhp { get; } = IsInstalled("php") && IsInstalled("nginx") && HasPhpExtensions();

    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<CaseResult>>>> _runs = new(StringComparer.Ordinal);

    private static IEnumerable<string> Installed => Names.Where(static row => row.Skip is null).Select(static row => row.Data);

    public PlatformServer Platform { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var addresses = Installed.SelectMany(static name => new[] { name, name + InApp }).ToDictionary(static name => name, static _ => new Uri($"https://localhost:{TestPorts.Take()}"), StringComparer.Ordinal);
        Platform = await PlatformServer.StartAsync(options =>
        {
            foreach (var (name, address) in addresses)
            {
                options.Crms.Add(new() { BrokerCrmName = $"{name}_crm", BaseUrl = address.AbsoluteUri, Password = FakeCrm.Password });
                options.Brokers.Add(new() { BrokerName = $"{name}_main", BrokerCrmName = $"{name}_crm" });
            }
        });
        var (certificate, key) = (Path.Combine(_folder.FullName, "server.crt"), Path.Combine(_folder.FullName, "server.key"));
        await File.WriteAllTextAsync(certificate, Platform.Authority.Server.ExportCertificatePem());
        await File.WriteAllTextAsync(key, Platform.Authority.Server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        foreach (var (name, address) in addresses)
        {
            _processes[name] = SampleProcess.Start(name.Replace(InApp, "", StringComparison.Ordinal), new(StringComparer.Ordinal)
            {
                ["BROKER_PORT"] = address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["TLS_CERTIFICATE"] = certificate,
                ["TLS_KEY"] = key,
                ["PUBLIC_URL"] = address.GetLeftPart(UriPartial.Authority),
                ["PLATFORM_URL"] = $"https://localhost:{Platform.Https.Port}",
                ["PLATFORM_CA"] = Platform.Authority.File,
                ["MANAGER_LOGIN"] = "2309",
                ["MANAGER_PASSWORD"] = PlatformServer.ManagerPassword,
                ["CRM_PASSWORD"] = FakeCrm.Password,
                ["BROKER_CRM_NAME"] = $"{name}_crm",
                ["BROKER_NAME"] = $"{name}_main",
                ["SUCCESS_URL"] = $"https://localhost:{Platform.Https.Port}/app/callback",
                ["DEMO_EMAIL"] = DemoEmail(name),
                ["DEMO_PASSWORD"] = DemoPassword,
                ["PHP_PORT"] = TestPorts.Take().ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["TMPDIR"] = _folder.FullName,
                ["IN_APP_TOKENS"] = name.EndsWith(InApp, StringComparison.Ordinal) ? "on" : "",
                ["DATA_FILE"] = Path.Combine(_folder.FullName, $"{name}.data"),
            });
        }

        await Task.WhenAll(_processes.Values.Select(static process => process.WaitUntilReadyAsync()));
    }

    public static string DemoEmail(string name) => $"demo.{name}@example.test";

    internal SampleProcess Process(string name) => _processes[name];

    /// <summary>Somebody with a browser at that broker.</summary>
    internal SampleVisitor Visit(string name) => new(_processes[name].Address, _processes[name].Names, Platform.Authority);

    /// <summary>Runs every case about calls. Some of them wait for a minute, so all brokers begin with the first that is asked for.</summary>
    internal Task<IReadOnlyList<CaseResult>> RunCallsAsync(string name)
    {
        // They go on when the test that was the first has ended, so they know nothing of it.
        using (ExecutionContext.SuppressFlow())
        {
            foreach (var each in _processes.Keys)
            {
                _ = _runs.GetOrAdd(each, key => new(() => Task.Run(() => RunAsync(key)))).Value;
            }
        }

        return _runs[name].Value;
    }

    private async Task<IReadOnlyList<CaseResult>> RunAsync(string name)
    {
        using var visitor = Visit(name);
        var second = new PlanUser(SampleVisitor.NewEmail(), SampleVisitor.Password);
        await visitor.SignUpAsync(second.Email);
        var plan = SampleRuns.PlanOf(_processes[name], Platform.Authority, [new(DemoEmail(name), DemoPassword), second], name.EndsWith(InApp, StringComparison.Ordinal));
        return await SampleRuns.RunAsync(plan with { Limits = plan.Limits with { Calls = 2 } }, () => Visit(name), CrmCases.All, new RealTime(TimeProvider.System));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            await process.DisposeAsync();
        }

        await Platform.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, program)));

    private static bool HasPhpExtensions()
    {
        using var php = System.Diagnostics.Process.Start("php", ["-r", "exit(extension_loaded('curl') && extension_loaded('pdo_sqlite') ? 0 : 1);"]);
        php.WaitForExit();
        return php.ExitCode == 0;
    }
}
