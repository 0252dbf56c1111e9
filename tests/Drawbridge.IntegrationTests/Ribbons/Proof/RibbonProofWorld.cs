using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Cli.Certificates;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Whole;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage.Bulk;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Drawbridge.IntegrationTests.Ribbons.Proof;

/// <summary>Broker and platform as processes, many users that both know, and a proxy between them that counts calls 3.9.</summary>
internal sealed class RibbonProofWorld(DatabaseFixture fixture, string database, int users, int delivered) : IAsyncDisposable
{
    public const string Crm = "proof_crm";
    public const string Broker = "proof_main";
    public const long FirstUser = 20_000_000;
    private const string ManagerPassword = "manager password";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawbridge-ribbons-");
    private readonly string _crmPassword = TokenText.Generate(TokenKind.Session);
    private readonly string _managementKey = ManagementKey.New().Reveal();
    private readonly int _brokerPort = TestPorts.Take();
    private readonly int _platformPort = TestPorts.Take();
    private readonly Dictionary<long, int> _calls = [];
    private readonly Lock _gate = new();
    private string _authority = "";
    private SideProcess? _broker;
    private SideProcess? _platform;
    private CallProxy? _proxy;
    private HttpClient _http = new();

    public int BrokerProcess => _broker!.Id;

    public Uri BrokerUrl => new(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{_brokerPort}"));

    private string PlatformFile => Path.Combine(_folder.FullName, "platform.db");

    /// <summary>How often the platform was sent the set of a user.</summary>
    public Dictionary<long, int> Calls()
    {
        lock (_gate)
        {
            return new(_calls);
        }
    }

    public async Task StartAsync()
    {
        using (var certificates = LocalCertificates.Ensure(Path.Combine(_folder.FullName, "certs"), TimeProvider.System))
        {
            _authority = certificates.AuthorityFile;
        }

        _http.Dispose();
        _http = new(TrustingHandler.New(_authority)) { BaseAddress = BrokerUrl };
        _platform = await SideProcess.StartAsync("platform", WritePlatformConfiguration());
        _proxy = await CallProxy.StartAsync(_authority, new(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{_platformPort}")));
        _proxy.Faults = Count;
        await StartBrokerAsync();
        await AddUsersAsync();
    }

    /// <summary>Starts the broker on what it left behind.</summary>
    public async Task StartBrokerAsync() => _broker = await SideProcess.StartAsync("broker", WriteBrokerConfiguration());

    /// <summary>Ends the broker as a power cut would.</summary>
    public async Task KillBrokerAsync()
    {
        await _broker!.KillAsync();
        await _broker.DisposeAsync();
        _broker = null;
    }

    /// <summary>What the broker has logged.</summary>
    public string ReadBrokerLog() => _broker!.ReadLog();

    /// <summary>A call of the management API.</summary>
    public async Task<JsonNode> AskAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", _managementKey);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Makes call 4.4 again and again until told to stop; returns how long each took, in milliseconds.</summary>
    public async Task<IReadOnlyList<double>> MeasureTokenCallsAsync(CancellationToken stop)
    {
        var names = $"brokerName={Broker}&brokerCrmName={Crm}";
        using var signedIn = await _http.PostAsJsonAsync($"/oauth2/crmApiToken?{names}", new { password = _crmPassword }, CancellationToken.None);
        var token = (string)JsonNode.Parse(await signedIn.Content.ReadAsStringAsync(CancellationToken.None))!["crmApiToken"]!;
        var times = new List<double>();
        while (!stop.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                using var answer = await _http.PostAsJsonAsync($"/oauth2/onetime/generate?{names}&crmApiToken={token}", new { userId = FirstUser }, stop);
                answer.IsSuccessStatusCode.ShouldBeTrue();
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return times;
    }

    /// <summary>What the platform shows: titles by user.</summary>
    public async Task<Dictionary<long, string>> ReadPlatformAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={PlatformFile};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = new SqliteCommand("select user_id, ribbons from platform_ribbon_set", connection);
        await using var rows = await command.ExecuteReaderAsync();
        var shown = new Dictionary<long, string>();
        while (await rows.ReadAsync())
        {
            shown[rows.GetInt64(0)] = string.Join(", ", JsonNode.Parse(rows.GetString(1))!.AsArray().Select(static ribbon => (string)ribbon!["title"]!));
        }

        return shown;
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

        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Language of a user: every third reads German, every tenth is not in the audience.</summary>
    public static string LanguageOf(int n) => n % 10 == 0 ? "fr" : n % 3 == 0 ? "de" : "en";

    private CallFault? Count(HttpRequest request, byte[] body)
    {
        if (request.Path == PlatformPaths.InAppControls)
        {
            var user = JsonNode.Parse(body)!["userId"]!.GetValue<long>();
            lock (_gate)
            {
                _calls[user] = _calls.GetValueOrDefault(user) + 1;
            }
        }

        return null;
    }

    private async Task AddUsersAsync()
    {
        var brokerId = await fixture.Database.ReadAsync(session => session.GetAsync<long>("select id from brokers where name = @Broker", new { Broker }), CancellationToken.None);
        var now = fixture.Clock.GetUtcNow();
        string[] columns = ["broker_id", "email", "normalized_email", "security_stamp", "concurrency_stamp", "preferred_language", "ctrader_user_id", "created_at"];
        foreach (var batch in Enumerable.Range(0, users).Chunk(20_000))
        {
            await fixture.Database.WriteAsync(
                session => session.InsertManyAsync("users", columns, batch.Select(n => new object?[]
                {
                    brokerId, $"u{n}@example.com", $"U{n}@EXAMPLE.COM", "x", "x", LanguageOf(n), FirstUser + n, now,
                })),
                CancellationToken.None);
        }

        await using var connection = new SqliteConnection($"Data Source={PlatformFile};Pooling=False");
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction();
        await using var command = new SqliteCommand(
            "insert into platform_user (user_id, broker_crm_name, email, email_key, nickname, nickname_key, created_at) values (@id, @crm, @name, @name, @name, @name, 0)", connection, transaction);
        var (id, name) = (command.Parameters.AddWithValue("@id", 0L), command.Parameters.AddWithValue("@name", ""));
        command.Parameters.AddWithValue("@crm", Crm);
        for (var n = 0; n < users; n++)
        {
            (id.Value, name.Value) = (FirstUser + n, $"u{n}@example.com");
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private string WriteBrokerConfiguration() => Write("broker", new
    {
        Server = ServerAt(BrokerUrl),
        Database = database + fixture.Options.ConnectionString,
        Keys = new { Directory = Path.Combine(_folder.FullName, "keys-broker") },
        Mail = new { Mailbox = true },
        Ribbons = new { SettleAfter = "00:00:15", PollInterval = "00:00:01" },
        PlatformClient = new
        {
            AuthorityFile = _authority, Timeout = "00:00:05",

            // Most of what is delivered goes out at once, the rest waits for the hourly limit.
            WriteBudget = new { WritesPerHour = delivered * 4, Burst = delivered >= 5000 ? delivered * 9 / 10 : delivered * 2, InteractiveReserve = delivered / 20 },
        },
        Crms = new[]
        {
            new
            {
                Name = Crm, Password = _crmPassword, ManagementKey = _managementKey,
                Brokers = new[]
                {
                    new
                    {
                        Name = Broker, ManagerPassword,
                        Settings = new
                        {
                            DisplayName = "Proof", LegalEntity = "Proof Ltd", Jurisdiction = "Nowhere",
                            SuccessUrls = new[] { new { Url = "https://app.example.test/callback" } },
                            Platform = new { BaseUrl = _proxy!.Address, ManagerLogin = 1, EnvironmentName = "live" },
                        },
                    },
                },
            },
        },
    });

    private string WritePlatformConfiguration() => Write("platform", new
    {
        Server = ServerAt(new(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{_platformPort}"))),
        Keys = new { Directory = Path.Combine(_folder.FullName, "keys-platform") },
        Platform = new
        {
            Database = "sqlite:" + PlatformFile,
            WritesPerHour = (delivered * 4) + 100,
            Managers = new[] { new { Login = 1, Password = ManagerPassword, SuperAdmin = true } },
            Crms = new[] { new { BrokerCrmName = Crm, BaseUrl = BrokerUrl, Password = _crmPassword } },
            Brokers = new[] { new { BrokerName = Broker, BrokerCrmName = Crm } },
        },
    });

    private object ServerAt(Uri url) => new
    {
        Urls = new[] { url.GetLeftPart(UriPartial.Authority) },
        Certificate = new { File = Path.Combine(_folder.FullName, "certs", "server.crt"), KeyFile = Path.Combine(_folder.FullName, "certs", "server.key") },
    };

    private string Write(string name, object drawbridge)
    {
        var file = Path.Combine(_folder.FullName, $"{name}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new { Drawbridge = drawbridge }));
        return file;
    }
}
