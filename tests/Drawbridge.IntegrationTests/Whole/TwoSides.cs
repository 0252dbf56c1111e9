using System.Globalization;
using System.Text.Json;
using Dapper;
using Drawbridge.Cli.Certificates;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Mail;
using Drawbridge.Protocol.Tokens;
using Microsoft.Data.Sqlite;

namespace Drawbridge.IntegrationTests.Whole;

/// <summary>
/// Broker and platform as processes of their own, as they run in production, with a proxy between them that sees every call of the broker.
/// </summary>
internal sealed class TwoSides : IAsyncDisposable
{
    /// <summary>Longer than anything takes on a busy machine; what hangs fails instead of waiting for ever.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private const string Crm = "killing_crm";
    private const string Broker = "killing_main";
    private const string ManagerPassword = "manager password";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawbridge-two-sides-");
    private readonly string _crmPassword = TokenText.Generate(TokenKind.Session);
    private readonly string _authority;
    private readonly int _brokerPort = TestPorts.Take();
    private readonly int _platformPort = TestPorts.Take();
    private bool _trustsMailServer;
    private SideProcess? _broker;
    private SideProcess? _platform;

    private TwoSides()
    {
        using var certificates = LocalCertificates.Ensure(Path.Combine(_folder.FullName, "certs"), TimeProvider.System);
        _authority = certificates.AuthorityFile;
    }

    /// <summary>Between broker and platform.</summary>
    public CallProxy Proxy { get; private set; } = null!;

    public string Names => $"brokerName={Broker}&brokerCrmName={Crm}";

    private string Certificate => Path.Combine(_folder.FullName, "certs", "server.crt");

    private string CertificateKey => Path.Combine(_folder.FullName, "certs", "server.key");

    private Uri BrokerUrl => new(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{_brokerPort}"));

    private Uri PlatformUrl => new(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{_platformPort}"));

    /// <summary>Where mails go; null = to the broker's own mailbox.</summary>
    public SmtpServer? Mail { get; private set; }

    /// <param name="mailServer">Starts a mail server with that certificate and key; null = none.</param>
    /// <param name="trustsMailServer">Whether the broker's process knows who issued the certificate.</param>
    public static async Task<TwoSides> StartAsync(Func<string, string, Task<SmtpServer>>? mailServer = null, bool trustsMailServer = false)
    {
        var world = new TwoSides();
        if (mailServer is not null)
        {
            world.Mail = await mailServer(world.Certificate, world.CertificateKey);
            world._trustsMailServer = trustsMailServer;
        }

        world._platform = await SideProcess.StartAsync("platform", world.WritePlatformConfiguration());
        world.Proxy = await CallProxy.StartAsync(world._authority, world.PlatformUrl);
        await world.StartBrokerAsync();
        return world;
    }

    /// <summary>Starts the broker on the data it left behind.</summary>
    public async Task StartBrokerAsync() => _broker = await SideProcess.StartAsync("broker", WriteBrokerConfiguration(), _trustsMailServer ? ("SSL_CERT_FILE", _authority) : null);

    /// <summary>What the broker has logged so far.</summary>
    public string ReadBrokerLog() => _broker!.ReadLog();

    /// <summary>Ends the broker as a power cut would.</summary>
    public Task KillBrokerAsync() => _broker!.KillAsync();

    public ScreenWalker NewWalker() => new(BrokerUrl, TrustingHandler.New(_authority));

    /// <summary>Rows of <c>users</c>, <c>traders</c> or <c>links</c> that the platform has.</summary>
    public async Task<int> CountAsync(string what)
    {
        var table = what switch { "users" => "platform_user", "traders" => "platform_trader", _ => "platform_link" };
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "platform.db")};Mode=ReadOnly;Pooling=False");
        return await connection.ExecuteScalarAsync<int>($"select count(*) from {table}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var side in new[] { _broker, _platform })
        {
            if (side is not null)
            {
                await side.DisposeAsync();
            }
        }

        await Proxy.DisposeAsync();
        if (Mail is not null)
        {
            await Mail.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private string WriteBrokerConfiguration() => Write("broker", new
    {
        Server = ServerAt(BrokerUrl),
        Database = "sqlite:" + Path.Combine(_folder.FullName, "broker.db"),
        Keys = new { Directory = Path.Combine(_folder.FullName, "keys-broker") },
        Mail = Mail is null ? (object)new { Mailbox = true } : new
        {
            Host = "localhost", Mail.Port, UserName = SmtpServer.User, Mail.Password, FromAddress = "no-reply@killing.example.test", PublicUrl = BrokerUrl,
        },
        PlatformClient = new { AuthorityFile = _authority, Timeout = "00:00:05" },
        Onboarding = new { AmbiguitySettleTime = "00:00:01", WriteDeadline = "00:00:06", InteractiveBudget = "00:00:03", FirstPause = "00:00:00.2" },
        Crms = new[]
        {
            new
            {
                Name = Crm,
                Password = _crmPassword,
                Brokers = new[]
                {
                    new
                    {
                        Name = Broker,
                        ManagerPassword,
                        Settings = new
                        {
                            DisplayName = "Killing",
                            LegalEntity = "Killing Ltd",
                            Jurisdiction = "Nowhere",
                            SuccessUrls = new[] { new { Url = "https://app.example.test/callback" } },
                            Platform = new { BaseUrl = Proxy.Address, ManagerLogin = 1, EnvironmentName = "live" },
                            Agreements = new[] { new { Versions = new[] { new { Version = "1", Url = "https://broker.example.test/agreement" } } } },
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
            Database = "sqlite:" + Path.Combine(_folder.FullName, "platform.db"),
            Managers = new[] { new { Login = 1, Password = ManagerPassword, SuperAdmin = true } },
            Crms = new[] { new { BrokerCrmName = Crm, BaseUrl = BrokerUrl, Password = _crmPassword } },
            Brokers = new[] { new { BrokerName = Broker, BrokerCrmName = Crm } },
        },
    });

    private object ServerAt(Uri url) => new
    {
        Urls = new[] { url.GetLeftPart(UriPartial.Authority) },
        Certificate = new
        {
            File = Certificate,
            KeyFile = CertificateKey,
        },
    };

    private string Write(string name, object drawbridge)
    {
        var file = Path.Combine(_folder.FullName, $"{name}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new { Drawbridge = drawbridge }));
        return file;
    }
}
