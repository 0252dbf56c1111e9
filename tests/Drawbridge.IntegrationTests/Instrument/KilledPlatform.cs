using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Drawbridge.Cli.Certificates;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.IntegrationTests.Whole;

namespace Drawbridge.IntegrationTests.Instrument;

/// <summary>A platform as a process of its own, to be killed and started again on the data it left behind.</summary>
internal sealed class KilledPlatform : IAsyncDisposable
{
    public const string Crm = "killed_crm";
    public const string Broker = "killed_main";
    private const string ManagerPassword = "manager password";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawbridge-killed-");
    private readonly string _configuration;
    private readonly string _authority;
    private readonly Uri _url;
    private SideProcess? _process;
    private HttpClient? _http;

    public KilledPlatform(string database)
    {
        using var certificates = LocalCertificates.Ensure(Path.Combine(_folder.FullName, "certs"), TimeProvider.System);
        _authority = certificates.AuthorityFile;
        _url = new($"https://localhost:{TestPorts.Take()}");
        _configuration = Path.Combine(_folder.FullName, "platform.json");
        File.WriteAllText(_configuration, JsonSerializer.Serialize(new
        {
            Drawbridge = new
            {
                Server = new
                {
                    Urls = new[] { _url.GetLeftPart(UriPartial.Authority) },
                    Certificate = new { File = Path.Combine(_folder.FullName, "certs", "server.crt"), KeyFile = Path.Combine(_folder.FullName, "certs", "server.key") },
                },
                Keys = new { Directory = Path.Combine(_folder.FullName, "keys") },
                Platform = new
                {
                    Database = database,
                    WritesPerHour = 0,
                    Managers = new[] { new { Login = 1, Password = ManagerPassword, SuperAdmin = true } },
                    Crms = new[] { new { BrokerCrmName = Crm, BaseUrl = "https://crm.example", Password = "crm password" } },
                    Brokers = new[] { new { BrokerName = Broker, BrokerCrmName = Crm } },
                },
            },
        }));
    }

    /// <summary>As its manager.</summary>
    public PlatformApi Api { get; private set; } = null!;

    /// <summary>Its instrument.</summary>
    public PlatformApi Instrument { get; private set; } = null!;

    public async Task StartAsync()
    {
        _process = await SideProcess.StartAsync("platform", _configuration);
        _http = TrustingHandler.NewClient(_authority, _url.AbsoluteUri);
        Instrument = new(_http, managerToken: null);
        Api = await PlatformApi.LogInAsync(_http, 1, ManagerPassword);
    }

    /// <summary>SIGKILL, at once.</summary>
    public void Kill() => _process!.Kill();

    /// <summary>Waits until it is gone, killing it if nobody has.</summary>
    public async Task KillAsync()
    {
        await _process!.DisposeAsync();
        _http!.Dispose();
    }

    /// <summary>Does something and kills the platform meanwhile, after a time. True when it was done and answered before that.</summary>
    public async Task<bool> RunAndKillAsync(Func<Task<ApiAnswer>> act, TimeSpan after)
    {
        using var moment = new CancellationTokenSource();
        var killed = new TaskCompletionSource();
        await using var registration = moment.Token.Register(() =>
        {
            Kill();
            killed.SetResult();
        });
        moment.CancelAfter(after);
        var isAnswered = false;
        try
        {
            var answer = await act();
            ((int)answer.Status).ShouldBeLessThan(300, answer.Text);
            isAnswered = true;
        }
        catch (Exception e) when (IsConnectionLost(e))
        {
            // It was killed.
        }

        await killed.Task;
        await KillAsync();
        return isAnswered;
    }

    /// <summary>Whether a call failed because its server died. A client that was about to connect says so in words of its own.</summary>
    public static bool IsConnectionLost(Exception e) => e is HttpRequestException or SocketException or IOException;

    /// <summary>How long something takes.</summary>
    public static async Task<TimeSpan> MeasureAsync(Func<Task<ApiAnswer>> act)
    {
        var started = Stopwatch.GetTimestamp();
        var answer = await act();
        ((int)answer.Status).ShouldBeLessThan(300, answer.Text);
        return Stopwatch.GetElapsedTime(started);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        _folder.Delete(recursive: true);
    }
}
