using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Cli.Certificates;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Whole;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.IntegrationTests.Partners;

/// <summary>The broker as a process of its own that can be killed.</summary>
internal sealed class KilledBroker(DatabaseFixture fixture, string database) : IAsyncDisposable
{
    public const string Broker = "proof_main";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawbridge-killed-");
    private readonly string _managementKey = ManagementKey.New().Reveal();
    private readonly int _port = TestPorts.Take();
    private HttpClient _http = new();
    private SideProcess? _broker;
    private string _authority = "";

    private Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{_port}"));

    /// <summary>Starts the broker on what it left behind.</summary>
    public async Task StartAsync()
    {
        if (_authority.Length == 0)
        {
            using var certificates = LocalCertificates.Ensure(Path.Combine(_folder.FullName, "certs"), TimeProvider.System);
            _authority = certificates.AuthorityFile;
            _http.Dispose();
            _http = new(TrustingHandler.New(_authority)) { BaseAddress = Url };
        }

        _broker = await SideProcess.StartAsync("broker", WriteConfiguration());
    }

    /// <summary>Ends the broker as a power cut would.</summary>
    public async Task KillAsync()
    {
        await _broker!.KillAsync();
        await _broker.DisposeAsync();
        _broker = null;
    }

    /// <summary>A call of the management API.</summary>
    public async Task<JsonNode> AskAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", _managementKey);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private string WriteConfiguration()
    {
        var file = Path.Combine(_folder.FullName, "broker.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            Drawbridge = new
            {
                Server = new
                {
                    Urls = new[] { Url.GetLeftPart(UriPartial.Authority) },
                    Certificate = new { File = Path.Combine(_folder.FullName, "certs", "server.crt"), KeyFile = Path.Combine(_folder.FullName, "certs", "server.key") },
                },
                Database = database + fixture.Options.ConnectionString,
                Keys = new { Directory = Path.Combine(_folder.FullName, "keys") },
                Mail = new { Mailbox = true },
                PlatformClient = new { AuthorityFile = _authority, Timeout = "00:00:01" },
                Crms = new[]
                {
                    new
                    {
                        Name = "proof_crm", Password = TokenText.Generate(TokenKind.Session), ManagementKey = _managementKey,
                        Brokers = new[]
                        {
                            new
                            {
                                Name = Broker, ManagerPassword = "manager password",
                                Settings = new
                                {
                                    DisplayName = "Proof", LegalEntity = "Proof Ltd", Jurisdiction = "Nowhere",
                                    SuccessUrls = new[] { new { Url = "https://app.example.test/callback" } },

                                    // Nobody is there: what is needed is stored already.
                                    Platform = new { BaseUrl = "https://localhost:1", ManagerLogin = 1, EnvironmentName = "live" },
                                },
                            },
                        },
                    },
                },
            },
        }));
        return file;
    }
}
