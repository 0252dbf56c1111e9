using System.Net;
using System.Security.Cryptography.X509Certificates;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Evidence;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.PlatformSide.Crm;
using Drawbridge.Conformance.Running;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Platform.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide;

/// <summary>Our platform, whole, with the CRM that the runner plays behind it, and a place where a test can spoil what goes in and out.</summary>
public sealed class ConformingPlatform : IAsyncLifetime
{
    private const string Password = "manager password";
    private const string CrmPassword = "password of the played CRM";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawbridge-conformance-");
    private readonly TestAuthority _authority = new();
    private static string _crmAddress = "";
    private WebApplication? _app;

    internal PlayedCrm Crm { get; private set; } = null!;

    internal ConformancePlan Plan { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var certificate = Path.Combine(_folder.FullName, "crm.pem");
        await File.WriteAllTextAsync(certificate, _authority.Server.ExportCertificatePem() + "\n" + _authority.Server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var target = new PlatformTarget
        {
            Url = new Uri("https://localhost"),
            Names = new("conform_main", "conform_crm"),
            ManagerLogin = 2309,
            ManagerPassword = Password,
            AuthorityFile = _authority.File,
            Second = new("conform_wl", "conform_crm"),
            Other = new("other_main", "other_crm"),
            Handoff = new("handoff_main", "handoff_crm"),
            Limited = new(2310, Password, "VIP"),
            Throttled = new(2311, Password, 5),
            PreciseCurrency = "BTC",
            TradersPerList = 10,
            AppSessions = true,
            CrmUrl = new Uri("https://localhost:0/crm"),
            CrmCertificateFile = certificate,
            CrmPassword = CrmPassword,
            Invite = new("/invite/attribution", "/invite/newUser", "d2ViaG9vaw=="),
        };
        Crm = await PlayedCrm.StartAsync(target, CancellationToken.None);
        _crmAddress = Crm.Address.AbsoluteUri.TrimEnd('/');
        await StartAsync(target with { CrmUrl = Crm.Address });
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        await Crm.DisposeAsync();
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Calls the CRM in the platform's place.</summary>
    internal static async Task TellAsync(string pathAndQuery)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _crmAddress + pathAndQuery);
        using var response = await CarelesslyAsync(request);
    }

    /// <summary>Sends a request without a look at the certificate.</summary>
    internal static async Task<HttpResponseMessage> CarelesslyAsync(HttpRequestMessage request)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
#pragma warning disable CA5359 // This is what is wrong with it.
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(1) };
        using var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
        return await client.SendAsync(copy);
    }

    /// <summary>Runs cases against the platform.</summary>
    /// <param name="cases">Which.</param>
    /// <param name="mutation">What is spoilt meanwhile; null for nothing.</param>
    internal async Task<IReadOnlyList<CaseResult>> RunAsync(IEnumerable<ConformanceCase> cases, string? mutation = null)
    {
        var plan = mutation is null
            ? Plan
            : Plan with { Limits = new PlanLimits { Calls = 2 }, PlatformTarget = Plan.PlatformTarget! with { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { [Spoiler.Header] = mutation } } };
        using var http = new TargetHttp([_authority.File], plan.Limits.Call, new Secrets(), TimeProvider.System);
        using var time = new VirtualTime(AdvanceAsync);
        var context = new RunContext
        {
            Plan = plan, Http = http, Time = TimeProvider.System, PassingTime = time, Offered = PlanCapabilities.Of(plan, hasBrowser: false), PlayedCrm = Crm,
        };
        return await new Runner(context).RunAsync([.. cases], TestContext.Current.CancellationToken);
    }

    private async Task StartAsync(PlatformTarget target)
    {
        var builder = TestBuilder.Create();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_authority.Server));
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddDrawbridgePlatform(options => Configure(options, target));
        builder.Services.AddHttpClient(Drawbridge.Client.Crm.CrmClientRegistration.HttpClientName).AddHttpMessageHandler(static () => new SpoiltCrmCalls());
        _app = builder.Build();
        _app.Use(Spoiler.RunAsync);
        _app.MapDrawbridgePlatform();
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(static address => new Uri(address)).ToList();
        Plan = new ConformancePlan
        {
            Name = "Drawbridge's platform",
            Strict = true,
            Limits = new PlanLimits { Calls = 4 },
            PlatformTarget = target with
            {
                Url = addresses.Single(static address => address.Scheme == "https"), HttpPort = addresses.Single(static address => address.Scheme == "http").Port,
            },
        };
    }

    private void Configure(PlatformOptions options, PlatformTarget target)
    {
        options.Database = "sqlite:" + Path.Combine(_folder.FullName, "platform.db");
        options.KeysDirectory = Path.Combine(_folder.FullName, "keys");
        options.WritesPerHour = 0;
        options.TradersPerList = target.TradersPerList!.Value;
        options.PasswordIterations = 1_000;
        options.CrmAuthorityFile = _authority.File;
        options.CrmTimeout = TimeSpan.FromSeconds(1);
        foreach (var crm in new[] { target.Names, target.Other!, target.Handoff! })
        {
            options.Crms.Add(new() { BrokerCrmName = crm.BrokerCrmName, BaseUrl = target.CrmUrl!.AbsoluteUri, Password = CrmPassword });
        }

        options.Brokers.Add(new()
        {
            BrokerName = target.Names.BrokerName,
            BrokerCrmName = target.Names.BrokerCrmName,
            Invite = new()
            {
                AttributionUrl = target.CrmUrl!.AbsoluteUri + target.Invite!.AttributionPath, NewUserUrl = target.CrmUrl.AbsoluteUri + target.Invite.NewUserPath, Token = target.Invite.Token,
            },
        });
        options.Brokers.Add(new() { BrokerName = target.Second!.BrokerName, BrokerCrmName = target.Second.BrokerCrmName, Parent = target.Names.BrokerName });
        options.Brokers.Add(new() { BrokerName = target.Other!.BrokerName, BrokerCrmName = target.Other.BrokerCrmName });
        options.Brokers.Add(new() { BrokerName = target.Handoff!.BrokerName, BrokerCrmName = target.Handoff.BrokerCrmName, Identity = IdentityMode.Handoff });
        options.Groups.Add(new() { Id = 1, Name = "Default" });
        options.Groups.Add(new() { Id = 2, Name = "VIP" });
        options.Managers.Add(new() { Login = target.ManagerLogin, Password = Password });
        options.Managers.Add(new() { Login = target.Limited!.Login, Password = Password, AllowedGroups = { "Default" }, DisabledBrokerName = { target.Second.BrokerName } });
        options.Managers.Add(new() { Login = target.Throttled!.Login, Password = Password, WritesPerHour = target.Throttled.WritesPerHour });
    }

    private async Task AdvanceAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        using var client = _authority.NewClient(Plan.PlatformTarget!.Url);
        using var body = new StringContent($$"""{"advanceSeconds":{{(long)time.TotalSeconds}}}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PutAsync(new Uri("/instrument/api/clock", UriKind.Relative), body, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
