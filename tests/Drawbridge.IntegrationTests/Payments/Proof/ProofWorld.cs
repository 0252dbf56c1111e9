using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Drawbridge.Broker.Brokers;
using Drawbridge.Cli.Certificates;
using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Whole;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.IntegrationTests.Payments.Proof;

/// <summary>
/// Broker and platform as processes of their own over a PostgreSQL of their own, a provider, and a proxy between broker and platform that loses
/// calls and answers. The broker can be killed, the database be stopped as by a power cut.
/// </summary>
internal sealed partial class ProofWorld : IAsyncDisposable
{
    public const string Broker = "proof_main";

    public const string ManagerPassword = "manager password of the proof";

    private const string Crm = "proof_crm";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawbridge-proof-");
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _killing = new(1, 1);
    private readonly ProofPlan _plan;
    private readonly TimeSpan _retryAfter;
    private readonly int _brokerPort = TestPorts.Take();
    private readonly int _platformPort = TestPorts.Take();
    private PostgresServer _postgres = null!;
    private CallProxy _proxy = null!;
    private SideProcess? _brokerSide;
    private SideProcess? _platformSide;
    private int _faults;
    private int _moneyCalls;
    private int _killEvery = int.MaxValue;

    private ProofWorld(ProofPlan plan, TimeSpan retryAfter)
    {
        _plan = plan;
        _retryAfter = retryAfter;
        using var certificates = LocalCertificates.Ensure(Path.Combine(_folder.FullName, "certs"), TimeProvider.System);
        AuthorityFile = certificates.AuthorityFile;
    }

    public string AuthorityFile { get; }

    public string CrmPassword { get; } = TokenText.Generate(TokenKind.Session);

    /// <summary>What a broker has beside what the proof needs; null = nothing.</summary>
    public ProofExtras? Extras { get; private init; }

    public static string Names => $"brokerName={Broker}&brokerCrmName={Crm}";

    public string BrokerDatabase { get; private set; } = "";

    public string PlatformDatabase { get; private set; } = "";

    public ProofProvider Provider { get; private set; } = null!;

    /// <summary>Keys of the plan by reference.</summary>
    public ConcurrentDictionary<string, string> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls to the platform that did not go as they should.</summary>
    public int Faults => _faults;

    public int Kills { get; private set; }

    public int DatabaseRestarts { get; private set; }

    /// <summary>Whether the broker was killed and nobody has started it again.</summary>
    public bool IsBrokerDown { get; private set; } = true;

    public Uri BrokerUrl => new(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{_brokerPort}"));

    private Uri PlatformUrl => new(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{_platformPort}"));

    public static async Task<ProofWorld> StartAsync(ProofPlan plan, TimeSpan retryAfter, ProofExtras? extras = null)
    {
        var world = new ProofWorld(plan, retryAfter) { Extras = extras, _postgres = await PostgresServer.StartAsync() };
        world.BrokerDatabase = await PostgresServer.CreateDatabaseAsync(world._postgres.Superuser);
        world.PlatformDatabase = await PostgresServer.CreateDatabaseAsync(world._postgres.Superuser);
        world._platformSide = await SideProcess.StartAsync("platform", world.WritePlatformConfiguration());
        world._proxy = await CallProxy.StartAsync(world.AuthorityFile, world.PlatformUrl);
        world.Provider = await ProofProvider.StartAsync(world.AuthorityFile, world.BrokerUrl, plan);
        await world.StartBrokerAsync();
        return world;
    }

    /// <summary>The platform as the broker reaches it.</summary>
    public PlatformPeer NewPeer(BrokerEntity broker) => new(
        [new Uri(_proxy.Address)], broker.Crm.Name, broker.Name, "live", new ManagerCredential(1, "1", static _ => ValueTask.FromResult(PasswordHashMd5.Of(ManagerPassword))));

    /// <summary>From now on calls go wrong, and the broker is killed at every so manieth of them that moves money.</summary>
    public void LetThingsGoWrong(int killEvery)
    {
        _killEvery = killEvery;
        _proxy.Faults = FaultOf;
    }

    public async Task StartBrokerAsync()
    {
        _brokerSide = await SideProcess.StartAsync("broker", WriteBrokerConfiguration());
        IsBrokerDown = false;
    }

    /// <summary>SIGKILL, whatever it is doing.</summary>
    public async Task KillBrokerAsync()
    {
        await _killing.WaitAsync();
        try
        {
            if (!IsBrokerDown)
            {
                await _brokerSide!.KillAsync();
                Kills++;
                IsBrokerDown = true;
            }
        }
        finally
        {
            _killing.Release();
        }
    }

    /// <summary>Waits until nothing that the broker sent is on its way any more. For a broker that is down.</summary>
    public async Task WaitForCallsAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (_proxy.IsBusy)
        {
            await timer.WaitForNextTickAsync();
        }
    }

    public async Task RestartDatabaseAsync()
    {
        await _postgres.StopImmediatelyAsync();
        await _postgres.StartAgainAsync();
        DatabaseRestarts++;
    }

    /// <summary>Ends both sides, and returns what they have printed.</summary>
    public async Task<string> EndAsync()
    {
        await _brokerSide!.KillAsync();
        await _platformSide!.KillAsync();
        IsBrokerDown = true;
        return await _brokerSide.ReadOutputAsync() + await _platformSide.ReadOutputAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        foreach (var side in new[] { _brokerSide, _platformSide })
        {
            if (side is not null)
            {
                await side.DisposeAsync();
            }
        }

        await _proxy.DisposeAsync();
        await _postgres.DisposeAsync();
        _killing.Dispose();
        _folder.Delete(recursive: true);
    }

    [GeneratedRegex("[DW]-[2-9A-Z]{16}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    private CallFault? FaultOf(HttpRequest request, byte[] body)
    {
        var path = request.Path.Value!;
        var isMoney = path.EndsWith("/changebalance", StringComparison.Ordinal);
        var about = isMoney && Reference().Match(System.Text.Encoding.UTF8.GetString(body)) is { Success: true, Value: var reference }
            ? "pay " + Keys.GetValueOrDefault(reference, reference)
            : path;
        var call = $"{about} {_calls.AddOrUpdate(about, 1, static (_, count) => count + 1).ToString(CultureInfo.InvariantCulture)}";
        var number = isMoney ? Interlocked.Increment(ref _moneyCalls) : 0;
        if (isMoney && number % _killEvery == 0)
        {
            return new(number / _killEvery % 2 == 0, async context =>
            {
                await KillBrokerAsync();
                context.Abort();
            });
        }

        // A read may be lost, too, but not as often.
        var fault = isMoney || _plan.Roll("read", call) < 200 ? _plan.FaultOf(call) : ProofFault.None;
        if (fault == ProofFault.None)
        {
            return null;
        }

        Interlocked.Increment(ref _faults);
        return new(ProofFaults.IsAfter(fault), context => ProofFaults.ActAsync(context, fault));
    }

    private string WriteBrokerConfiguration() => Write("broker", new
    {
        Server = ServerAt(BrokerUrl),
        Database = BrokerDatabase,
        Keys = new { Directory = Path.Combine(_folder.FullName, "keys-broker") },
        Mail = new { Mailbox = true },
        PlatformClient = new { AuthorityFile, Timeout = "00:00:02", WriteBudget = new { WritesPerHour = 0 } },
        HostedProviders = new { AuthorityFile, Timeout = "00:00:02" },
        Payments = new { SettleAfter = "00:01:00", RetryAfter = _retryAfter.ToString("c", CultureInfo.InvariantCulture), LookAgainAfter = "00:00:20", StatusAfter = "00:00:05", AskPayerFor = "06:00:00", AwaitPayerFor = "00:02:00" },
        Jobs = new { MaxParallelism = 24, HandlerTimeout = "00:00:20", PollInterval = "00:00:01" },
        Crms = new[]
        {
            new
            {
                Name = Crm,
                Password = CrmPassword,
                Extras?.ManagementKey,
                Extras?.Webhook,
                PaymentProviders = new[]
                {
                    new
                    {
                        ProofProvider.Name,
                        ProofProvider.ApiKey,
                        NotificationSecret = Provider.Secret.Reveal(),
                        Settings = new
                        {
                            CreateUrl = Provider.Url + "/create", PayoutUrl = Provider.Url + "/payout", StatusUrl = Provider.Url + "/status/{reference}",
                            PageOrigins = new[] { Provider.Url },
                        },
                    },
                },
                Brokers = new[]
                {
                    new
                    {
                        Name = Broker,
                        ManagerPassword,
                        Settings = new
                        {
                            DisplayName = "Proof",
                            LegalEntity = "Proof Ltd",
                            Jurisdiction = "Nowhere",
                            SuccessUrls = new[] { new { Url = "https://app.example.test/callback" } },
                            Platform = new { BaseUrl = _proxy.Address, ManagerLogin = 1, EnvironmentName = "live" },
                            Cashier = new { Methods = new[] { new { Id = Extras?.Method ?? "card", Provider = ProofProvider.Name, Label = new { en = "Card" } } } },
                        },
                    },
                },
            },
        },
    });

    private string WritePlatformConfiguration() => Write("platform", new
    {
        Server = ServerAt(PlatformUrl),
        Keys = new { Directory = Path.Combine(_folder.FullName, "keys-platform") },
        Platform = new
        {
            Database = PlatformDatabase,
            WritesPerHour = 0,
            Managers = new[] { new { Login = 1, Password = ManagerPassword, SuperAdmin = true } },
            Crms = new[] { new { BrokerCrmName = Crm, BaseUrl = BrokerUrl, Password = CrmPassword } },
            Brokers = new[] { new { BrokerName = Broker, BrokerCrmName = Crm } },
        },
    });

    private object ServerAt(Uri url) => new
    {
        Urls = new[] { url.GetLeftPart(UriPartial.Authority) },
        Certificate = new
        {
            File = Path.Combine(_folder.FullName, "certs", "server.crt"),
            KeyFile = Path.Combine(_folder.FullName, "certs", "server.key"),
        },
    };

    private string Write(string name, object drawbridge)
    {
        var file = Path.Combine(_folder.FullName, $"{name}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new { Drawbridge = drawbridge, Logging = Extras?.Logging }));
        return file;
    }
}

/// <summary>What a broker has beside what the proof needs.</summary>
/// <param name="ManagementKey">Key of the management API.</param>
/// <param name="Webhook">Where its CRM is told.</param>
/// <param name="Method">Id of the way to pay.</param>
/// <param name="Logging">How much is logged.</param>
internal sealed record ProofExtras(string ManagementKey, object Webhook, string Method, object Logging);
