using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Bench;

/// <summary>A running server, called as the platform calls it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private string _certificateFile = "";

    private ServerProcess(Process process, TimeSpan readyAfter)
    {
        _process = process;
        ReadyAfter = readyAfter;
    }

    /// <summary>Time from its start until it said that it was ready.</summary>
    public TimeSpan ReadyAfter { get; }

    public Uri Url { get; private set; } = null!;

    /// <summary>Names that every call carries in its query.</summary>
    public string Names { get; private set; } = "";

    /// <summary>Names and token that every authenticated call carries in its query.</summary>
    public string Query { get; private set; } = "";

    public int ProcessId => _process.Id;

    /// <summary>Whether <see cref="BenchServer.EmptyPath"/> is there.</summary>
    public bool HasEmptyEndpoint { get; private init; }

    /// <summary>The process whose children are the database server's, once somebody knows.</summary>
    public int? DatabaseProcess { get; set; }

    /// <summary>Processor time so far.</summary>
    public TimeSpan Cpu => CpuTime.Of(_process);

    /// <summary>Processor time of the database server so far.</summary>
    public TimeSpan DatabaseCpu => DatabaseProcess is { } parent ? CpuTime.OfChildren(parent) : TimeSpan.Zero;

    /// <summary>Starts a <see cref="BenchServer"/>.</summary>
    public static async Task<ServerProcess> StartBenchAsync(string database, string folder, params string[] options)
    {
        var file = Path.Combine(folder, BenchServer.CertificateFile);
        using var certificate = File.Exists(file) ? BenchCertificate.Read(file) : BenchCertificate.Make(file);
        var server = await StartOwnAsync("server", database, folder, options);
        server._certificateFile = file;
        await server.LogInAsync(server.Url, certificate, BenchBroker.CrmName, BenchBroker.BrokerName, BenchBroker.Password);
        return server;
    }

    /// <summary>Starts this program as a server.</summary>
    public static async Task<ServerProcess> StartOwnAsync(string kind, string database, string folder, params string[] options)
    {
        var (server, line) = await StartAsync(Environment.ProcessPath!, [kind, "--database", database, "--folder", folder, .. options]);
        server.Url = new Uri(line["ready ".Length..]);
        return server;
    }

    /// <summary>A client of a <see cref="BenchServer"/>.</summary>
    public HttpClient NewClient()
    {
        using var certificate = BenchCertificate.Read(_certificateFile);
        return NewHttp(new X509Certificate2(certificate));
    }

    /// <summary>Trusts nothing but one certificate and what it signed.</summary>
    public static HttpClient NewHttp(X509Certificate2 root)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(root);
        return new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust } });
    }

    /// <summary>Starts <c>drawbridge up</c> on free ports.</summary>
    public static async Task<ServerProcess> StartUpAsync(string program, string data)
    {
        var (server, _) = await StartAsync(program, ["up", "--data", data, "--broker-port", "0", "--platform-port", "0"]);
        var values = (await File.ReadAllLinesAsync(Path.Combine(data, "up.env")))
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        using var authority = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(values["CA_CERT"]));
        await server.LogInAsync(new Uri(values["BROKER_URL"]), authority, values["BROKER_CRM_NAME"], values["BROKER_NAME"], values["CRM_PASSWORD"]);
        return server;
    }

    /// <summary>Memory that is resident now, in MB of 1,000,000 bytes.</summary>
    public double ResidentMegabytes()
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status"))
            .First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.AsSpan("VmRSS:".Length, line.Length - "VmRSS:".Length - "kB".Length), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    public async ValueTask DisposeAsync()
    {
        await ChildProcess.RunAsync("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var timeout = new CancellationTokenSource(StopTimeout);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static async Task<(ServerProcess Server, string Ready)> StartAsync(string program, string[] arguments)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var info = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(info) ?? throw new InvalidOperationException($"{program} did not start.");
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("ready ", StringComparison.Ordinal))
            {
                var server = new ServerProcess(process, Stopwatch.GetElapsedTime(startedAt)) { HasEmptyEndpoint = arguments[0] == "server" };
                _ = process.StandardOutput.ReadToEndAsync(); // nobody reads what it says, but it must not wait for a reader
                return (server, line);
            }

            said.Add(line);
        }

        throw new InvalidOperationException($"{program} did not get ready: {string.Join('\n', said)}");
    }

    private async Task LogInAsync(Uri url, X509Certificate2 root, string crmName, string brokerName, string password)
    {
        using var http = NewHttp(root);
        Url = url;
        Names = $"brokerName={brokerName}&brokerCrmName={crmName}";
        using var response = await http.PostAsJsonAsync(new Uri(url, $"{CrmPaths.CrmApiToken}?{Names}"), new { password });
        var token = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(CrmJson.Default.CrmApiTokenResponse))!.CrmApiToken;
        Query = $"{Names}&crmApiToken={token}";
    }
}
