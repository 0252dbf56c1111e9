using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Broker.AccessTokens;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Users;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Hosting;

/// <summary>
/// The broker's side on a real server with https, on one of the engines. Tests share it and make brokers and users of their own, so none
/// depends on another.
/// </summary>
public abstract class BrokerHost : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawbridge-broker-");
    private WebApplication _app = null!;
    private int _count;

    /// <summary>Moved by hand.</summary>
    public ManualTimeProvider Time { get; } = new();

    /// <summary>Everything the host logs.</summary>
    public CapturedLog Log { get; } = new();

    /// <summary>Where the host listens for https.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Where the host listens for plain http.</summary>
    public Uri PlainUrl { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public Database Database => Services.GetRequiredService<Database>();

    internal BrokerDirectory Brokers => Services.GetRequiredService<BrokerDirectory>();

    protected string Folder => _folder.FullName;

    public async ValueTask InitializeAsync()
    {
        var options = await CreateDatabaseAsync();
        var builder = TestBuilder.Create();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Log);
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Drawbridge:Passwords:Iterations"] = "10",
            ["Drawbridge:CrmApiTokens:WrongPasswordsAllowed"] = "10",
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(TestCertificate.Instance));
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(services => Database.Open(options, Time, services.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(_folder.FullName, "keys")));
        builder.Services.AddDrawbridgeBroker(builder.Configuration);
        Configure(builder);
        _app = builder.Build();
        _app.UseDrawbridgeBroker();
        _app.MapDrawbridgeBroker();
        foreach (var set in BrokerApplicationExtensions.BrokerMigrations())
        {
            await new Migrator(Database).MigrateAsync(set, CancellationToken.None);
        }

        await Services.StartDrawbridgeBrokerAsync([], CancellationToken.None);
        await _app.StartAsync();
        var addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(text => new Uri(text)).ToList();
        Url = addresses.Single(address => address.Scheme == "https");
        PlainUrl = addresses.Single(address => address.Scheme == "http");
        Http = new(TestCertificate.Handler()) { BaseAddress = Url };
    }

    /// <inheritdoc cref="Until.TrueAsync(Func{Task{bool}}, Func{string})"/>
    public Task UntilAsync(Func<Task<bool>> happened, Func<string>? otherwise = null) => Until.TrueAsync(happened, otherwise);

    /// <inheritdoc cref="Until.TrueAsync(Func{bool}, Func{string})"/>
    public Task UntilAsync(Func<bool> happened, Func<string>? otherwise = null) => Until.TrueAsync(happened, otherwise);

    public virtual async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A CRM of its own with one broker or more.</summary>
    public async Task<TestCrm> NewCrmAsync(int brokers = 1, CrmSettings? settings = null, Func<BrokerSettings, BrokerSettings>? change = null)
    {
        var number = Interlocked.Increment(ref _count);
        var configuration = new CrmConfiguration
        {
            Name = $"crm_{number}",
            Password = TokenText.Generate(TokenKind.Session),
            ManagementKey = ManagementKey.New().Reveal(),
            Settings = settings ?? new(),
            Brokers =
            [
                .. Enumerable.Range(0, brokers).Select(i => new BrokerConfiguration
                {
                    Name = string.Create(CultureInfo.InvariantCulture, $"broker_{number}_{i}"),
                    ManagerPassword = "manager password",
                    Settings = (change ?? (same => same))(NewBrokerSettings()),
                }),
            ],
        };
        await ApplyAsync(configuration);
        return new(this, configuration);
    }

    /// <summary>Applies a configuration as a start of the host would.</summary>
    public Task ApplyAsync(CrmConfiguration configuration) =>
        Services.GetRequiredService<BrokerProvisioning>().ApplyAsync([configuration], CancellationToken.None);

    /// <summary>One round of removing tokens that ended.</summary>
    public Task CleanUpAsync() => Services.GetServices<IHostedService>().OfType<TokenCleanup>().Single().RunOnceAsync(CancellationToken.None);

    /// <summary>Settings that pass validation.</summary>
    public static BrokerSettings NewBrokerSettings() => new()
    {
        DisplayName = "Test Broker",
        LegalEntity = "Test Broker Ltd",
        Jurisdiction = "Nowhere",
        SuccessUrls = [new(new("https://app.example.test/callback"))],
        Platform = new(new("https://platform.example.test"), ManagerLogin: 1),
    };

    protected virtual void Configure(WebApplicationBuilder builder)
    {
    }

    protected abstract Task<DatabaseOptions> CreateDatabaseAsync();
}

/// <summary>On SQLite.</summary>
public sealed class SqliteBrokerHost : BrokerHost
{
    protected override Task<DatabaseOptions> CreateDatabaseAsync() => Task.FromResult(DatabaseOptions.ForSqlite(Path.Combine(Folder, "broker.db")));
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresBrokerHost(PostgresCluster cluster) : BrokerHost
{
    protected override async Task<DatabaseOptions> CreateDatabaseAsync() => DatabaseOptions.ForPostgres(await cluster.CreateDatabaseAsync());
}

/// <summary>A CRM under test, called as the platform calls it.</summary>
public sealed class TestCrm(BrokerHost host, CrmConfiguration configuration)
{
    private string? _crmApiToken;
    private static long _ctraderUserIds = 1_000_000;

    public CrmConfiguration Configuration { get; } = configuration;

    public string Password => Configuration.Password;

    /// <summary>Both names, for the query.</summary>
    public string Names(int broker = 0) => $"brokerName={Configuration.Brokers[broker].Name}&brokerCrmName={Configuration.Name}";

    internal BrokerEntity Broker(int index = 0) => host.Brokers.Current.FindBroker(Configuration.Brokers[index].Name)!;

    /// <summary>A user who is known to the platform; returns its <c>userId</c>.</summary>
    public async Task<long> NewUserAsync(int broker = 0, long? ctraderUserId = null)
    {
        var id = ctraderUserId ?? Interlocked.Increment(ref _ctraderUserIds);
        await host.Database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into users (broker_id, email, normalized_email, security_stamp, concurrency_stamp, preferred_language, ctrader_user_id, created_at)
                values (@brokerId, @email, @normalized, 'x', 'x', 'en', @id, @now)
                """,
                new
                {
                    brokerId = Broker(broker).Id,
                    email = $"user{id}@example.test",
                    normalized = $"USER{id}@EXAMPLE.TEST",
                    id,
                    now = host.Time.GetUtcNow(),
                }),
            CancellationToken.None);
        return id;
    }

    /// <summary>An OT token of the user, as a screen would issue it.</summary>
    public async Task<string> NewOneTimeTokenAsync(long ctraderUserId, bool keepLoggedIn = true, int broker = 0)
    {
        var issued = await host.Services.GetRequiredService<OneTimeTokenService>().IssueAsync(
            Broker(broker), ctraderUserId, OneTimeTokenPurpose.SignIn, keepLoggedIn, CancellationToken.None);
        return issued!.Token.Reveal();
    }

    /// <summary>The <c>crmApiToken</c> of this CRM, asked for once.</summary>
    public async Task<string> CrmApiTokenAsync() =>
        _crmApiToken ??= (await PostAsync(
            CrmPaths.CrmApiToken, new { password = Password }, authenticate: false, hostName: Configuration.Brokers[0].Settings.Hosts is [var own, ..] ? own : null)).Text("crmApiToken");

    /// <summary>A call of section 4 with both names in the query.</summary>
    public async Task<Answer> PostAsync(string path, object? body, bool authenticate = true, string? query = null, int broker = 0, string? hostName = null)
    {
        var text = query ?? Names(broker) + (authenticate ? "&crmApiToken=" + await CrmApiTokenAsync() : "");
        return await host.SendAsync($"{path}?{text}", body is null ? null : JsonSerializer.Serialize(body, JsonSerializerOptions.Web), hostName: hostName);
    }

    public Task<Answer> ExchangeAsync(string code) => PostAsync(CrmPaths.AuthorizeOneTime, new { code });

    public Task<Answer> ValidateAsync(string accessToken) => PostAsync(CrmPaths.Authorize, new { accessToken });

    /// <summary>Revokes every token of the user.</summary>
    public async Task RevokeAllAsync(long ctraderUserId, int broker = 0) =>
        await host.Services.GetRequiredService<AccessTokenService>().RevokeAllAsync(
            Broker(broker),
            (await host.Services.GetRequiredService<CrmUsers>().FindAsync(Broker(broker), ctraderUserId, CancellationToken.None))!.Value,
            CancellationToken.None);

    public Task<Answer> GenerateAsync(object userId) => PostAsync(CrmPaths.GenerateOneTime, new { userId });
}

/// <summary>An answer with its body read.</summary>
public sealed record Answer(HttpStatusCode Status, string Body, HttpResponseMessage Message)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    /// <summary>A key that must be there and be text.</summary>
    public string Text(string key) => Json[key]?.GetValue<string>() ?? throw new InvalidOperationException($"No '{key}' in {(int)Status} {Body}");

    /// <summary>The answer is this error, in the documented shape, and tells no secret (ERR-1, P2B-0-12).</summary>
    public void ShouldBeRefused(int status, string code)
    {
        ((int)Status).ShouldBe(status, Body);
        Text("code").ShouldBe(code);
        Text("message").ShouldNotBeEmpty();
        Text("error").ShouldNotBeEmpty();
        Json.Count.ShouldBe(3);
        foreach (var key in new[] { "crmApiToken", "accessToken", "token", "inappToken", "userId" })
        {
            Json.ContainsKey(key).ShouldBeFalse();
        }
    }
}

internal static class BrokerHostHttpExtensions
{
    public static async Task<Answer> SendAsync(this BrokerHost host, string pathAndQuery, string? body, string? contentType = "application/json", string? hostName = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, pathAndQuery);
        request.Headers.Host = hostName;
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            }
        }

        var response = await host.Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}
