using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Bench;

/// <summary>A running <see cref="BenchServer"/>, called as the platform calls it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly HttpClient _http;

    private ServerProcess(Process process, Uri url, string thumbprint)
    {
        _process = process;
        Url = url;
        _http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new()
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is X509Certificate2 given && given.Thumbprint == thumbprint,
            },
        })
        {
            BaseAddress = url,
        };
    }

    public Uri Url { get; }

    /// <summary>Names and token that every call carries in its query.</summary>
    public string Query { get; private set; } = "";

    /// <summary>The process whose children are the database server's, once somebody knows.</summary>
    public int? DatabaseProcess { get; set; }

    public int ProcessId => _process.Id;

    /// <summary>Processor time so far.</summary>
    public TimeSpan Cpu => CpuTime.Of(_process);

    /// <summary>Processor time of the database server so far.</summary>
    public TimeSpan DatabaseCpu => DatabaseProcess is { } parent ? CpuTime.OfChildren(parent) : TimeSpan.Zero;

    public static async Task<ServerProcess> StartAsync(string database, string folder)
    {
        using var certificate = BenchCertificate.Make(Path.Combine(folder, BenchServer.CertificateFile));
        var info = new ProcessStartInfo(Environment.ProcessPath!, ["server", "--database", database, "--folder", folder])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(info) ?? throw new InvalidOperationException("The server did not start.");
        var url = await ReadUrlAsync(process.StandardOutput);
        _ = process.StandardOutput.ReadToEndAsync(); // nobody reads what it logs, but it must not wait for a reader
        var server = new ServerProcess(process, url, certificate.Thumbprint);
        using var response = await server._http.PostAsJsonAsync($"{CrmPaths.CrmApiToken}?{BenchBroker.Names}", new { password = BenchBroker.Password });
        var token = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(CrmJson.Default.CrmApiTokenResponse))!.CrmApiToken;
        server.Query = $"{BenchBroker.Names}&crmApiToken={token}";
        return server;
    }

    /// <summary>One call, whose answer must be a success.</summary>
    public async Task<string> PostAsync(string path, string body)
    {
        using var content = new StringContent(body);
        using var response = await _http.PostAsync($"{path}?{Query}", content);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    /// <summary>Memory that is resident now, in MB of 1,000,000 bytes.</summary>
    public double ResidentMegabytes()
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status"))
            .First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.AsSpan("VmRSS:".Length, line.Length - "VmRSS:".Length - "kB".Length), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    private static async Task<Uri> ReadUrlAsync(StreamReader output)
    {
        var said = new List<string>();
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(BenchServer.Ready, StringComparison.Ordinal))
            {
                return new Uri(line[BenchServer.Ready.Length..]);
            }

            said.Add(line);
        }

        throw new InvalidOperationException($"The server did not get ready: {string.Join('\n', said)}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.StandardInput.Close();
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
}
