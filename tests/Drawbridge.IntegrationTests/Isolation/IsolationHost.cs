using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Kyc.Provider;
using Drawbridge.IntegrationTests.Handoff;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Kyc;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Protocol.Webhooks;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Isolation;

/// <summary>
/// One host with everything that can stand side by side in an installation: a CRM with a broker, another broker and the first one's white label
/// under a host name of its own; and another CRM.
/// </summary>
public class IsolationHost : HandoffHost
{
    private const string WebUrl = "https://web.example.test/";

    private readonly SemaphoreSlim _gate = new(1);
    private IReadOnlyList<Tenant>? _tenants;

    /// <summary>What the providers of each broker sign with, by its CRM.</summary>
    internal Dictionary<string, WebhookSecret> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>The brokers, each with something of everything: the broker, its sibling, its white label, and one of another CRM.</summary>
    internal async Task<IReadOnlyList<Tenant>> TenantsAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return _tenants ??= await SettleAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Whether the brokers of the first CRM share their users.</summary>
    protected virtual UserSharing Users => UserSharing.Apart;

    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Drawbridge:Throttling:PerAddress"] = "100000", ["Drawbridge:Throttling:PerAccount"] = "100000", ["Drawbridge:Throttling:PerAccountAndAddress"] = "100000",
            ["Drawbridge:Throttling:SignupsPerAddress"] = "100000", ["Drawbridge:Throttling:MailsPerAddress"] = "100000", ["Drawbridge:Throttling:MailsPerAccount"] = "100000",
            ["Drawbridge:CrmApiTokens:WrongPasswordsAllowed"] = "100000",
        });
        builder.Services.AddHttpClient(HostedKycProvider.Client).ConfigurePrimaryHttpMessageHandler(static () => new FakeKycProvider());
    }

    private async Task<IReadOnlyList<Tenant>> SettleAsync()
    {
        var first = await NewCrmAsync("first_crm", ("first_main", null, null), ("first_other", null, null), ("first_label", "label.example.test", "first_main"));
        var second = await NewCrmAsync("second_crm", ("second_main", "second.example.test", null));
        return
        [
            await Tenant.SettleAsync(this, first, 0), await Tenant.SettleAsync(this, first, 1), await Tenant.SettleAsync(this, first, 2),
            await Tenant.SettleAsync(this, second, 0),
        ];
    }

    private async Task<TestCrm> NewCrmAsync(string name, params (string Name, string? Host, string? Parent)[] brokers)
    {
        var secret = Secrets[name] = WebhookSecret.New();
        var configuration = new CrmConfiguration
        {
            Name = name,
            Password = TokenText.Generate(TokenKind.Session),
            ManagementKey = ManagementKey.New().Reveal(),
            Settings = new() { IssueInAppTokens = true, Users = Users },
            KycProviders = [new() { Name = "idcheck", PageUrl = new("https://idcheck.example.test/start"), Secret = secret.Reveal() }],
            PaymentProviders =
            [
                new()
                {
                    Name = "acme", ApiKey = "key", NotificationSecret = secret.Reveal(),
                    Settings = new() { CreateUrl = new("https://acme.example.test/create"), StatusUrl = "https://acme.example.test/{reference}", PageOrigins = [new("https://acme.example.test")] },
                },
            ],
            Brokers =
            [
                .. brokers.Select(broker => new BrokerConfiguration
                {
                    Name = broker.Name,
                    ManagerPassword = "manager password",
                    InviteToken = TokenText.Generate(TokenKind.Session),
                    Settings = NewBrokerSettings() with
                    {
                        Partners = new() { PullInterval = TimeSpan.Zero, Links = new() { Codes = true } },
                        Hosts = broker.Host is null ? [] : [broker.Host],
                        Parent = broker.Parent is null ? null : BrokerName.Parse(broker.Parent),
                        Platform = new(Platform.BaseUrl, ManagerLogin: 2309),
                        WebUrl = new(WebUrl),
                        Modules = new() { EmbeddedWeb = true },
                        Actions = [Feedback],
                        Kyc = new() { Levels = [KycHost.Identity, KycHost.Hosted] },
                        Cashier = new() { Methods = [new() { Id = "card", Provider = "sandbox", Label = Text("Card") }] },
                    },
                }),
            ],
        };
        await ApplyAsync(configuration);
        return new(this, configuration);
    }
}

/// <summary>The same with one login for all brokers of a CRM.</summary>
public sealed class SharedIsolationHost : IsolationHost
{
    protected override UserSharing Users => UserSharing.Shared;
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresIsolationHost(PostgresCluster cluster) : IsolationHost
{
    protected override async Task<DatabaseOptions> CreateBrokerDatabaseAsync() => DatabaseOptions.ForPostgres(await cluster.CreateDatabaseAsync());
}
