using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.SandboxProvider;
using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Handoff;

/// <summary>The broker's side, and a platform at which its users log in.</summary>
public class HandoffHost : BrokerHost
{
    private static long _ctraderUserIds = 5_000_000;

    private readonly TestAuthority _authority = new();

    internal FakePlatform Platform { get; private set; } = null!;

    /// <summary>A CRM under one of the options.</summary>
    public Task<TestCrm> NewCrmAsync(IdentityOption identity, bool switching = false, int brokers = 1) => NewCrmAsync(
        brokers,
        change: settings => settings with
        {
            Identity = identity,
            SwitchingIdentity = switching,
            Platform = new(Platform.BaseUrl, ManagerLogin: 2309),
            Actions = [Feedback],
            Kyc = new() { Levels = [Kyc.KycHost.Identity] },
            Cashier = new() { Methods = [new() { Id = "card", Provider = "sandbox", Label = Text("Card") }] },
        });

    /// <summary>The same CRM with other settings from now on.</summary>
    public Task ChangeAsync(TestCrm crm, Func<BrokerSettings, BrokerSettings> change) => ApplyAsync(crm.Configuration with
    {
        Brokers = [.. crm.Configuration.Brokers.Select(broker => broker with { Settings = change(broker.Settings) })],
    });

    /// <summary>A user of the broker.</summary>
    internal async Task<HandedOver> NewUserAsync(TestCrm crm, bool linked = true, bool proven = true, int broker = 0)
    {
        var email = People.NewEmail();
        var ctraderUserId = Interlocked.Increment(ref _ctraderUserIds);
        var id = await Database.WriteAsync(
            session => session.GetAsync<long>(
                """
                insert into users (broker_id, email, normalized_email, security_stamp, concurrency_stamp, preferred_language, ctrader_user_id, email_confirmed_at, created_at)
                values (@brokerId, @email, @normalized, 'x', 'x', 'en', @linkedId, @provenAt, @now) returning id
                """,
                new
                {
                    brokerId = crm.Broker(broker).Id,
                    email,
                    normalized = email.ToUpperInvariant(),
                    linkedId = linked ? ctraderUserId : (long?)null,
                    provenAt = proven ? Time.GetUtcNow() : (DateTimeOffset?)null,
                    now = Time.GetUtcNow(),
                }),
            CancellationToken.None);
        return new(id, ctraderUserId, email, Platform.NewAccount(crm.Configuration.Brokers[broker].Name));
    }

    /// <summary>A token of the user for an account.</summary>
    internal string NewToken(HandedOver user, long? account = null) => Platform.NewHandoffToken(user.CtraderUserId, user.Email, account ?? user.Account);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Platform.DisposeAsync();
        _authority.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task<DatabaseOptions> CreateDatabaseAsync()
    {
        Platform = await FakePlatform.StartAsync(_authority, Time);
        return await CreateBrokerDatabaseAsync();
    }

    protected virtual Task<DatabaseOptions> CreateBrokerDatabaseAsync() => Task.FromResult(DatabaseOptions.ForSqlite(Path.Combine(Folder, "broker.db")));

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Drawbridge:SandboxProvider:Enabled"] = "true",
            ["Drawbridge:Mail:Mailbox"] = "true",
            ["Drawbridge:Mail:PublicUrl"] = "https://screens.example.test",
            ["Drawbridge:Throttling:HandoffsPerAddress"] = "1000",
        });
        builder.Services.AddSandboxProvider(builder.Configuration);
        builder.Services.Configure<PlatformClientOptions>(options => options.AuthorityFile = _authority.File);
    }

    protected static CustomAction Feedback => new()
    {
        Type = "feedback", Title = Text("Feedback"), Fields = [new() { Name = "text", Label = Text("What do you think?") }],
    };

    protected static Dictionary<string, string> Text(string text) => new(StringComparer.Ordinal) { ["en"] = text };
}

/// <summary>Somebody who logs in at the platform.</summary>
/// <param name="Id">Our id.</param>
/// <param name="CtraderUserId">The platform's.</param>
/// <param name="Email">The address on both sides.</param>
/// <param name="Account">An account at the platform.</param>
internal sealed record HandedOver(long Id, long CtraderUserId, string Email, long Account);

/// <summary>The same with little patience for tokens that nobody knows.</summary>
public sealed class ThrottledHandoffHost : HandoffHost
{
    public const int Limit = 3;

    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Services.Configure<Drawbridge.Broker.Throttling.ThrottleOptions>(static options => options.HandoffsPerAddress = Limit);
    }
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresHandoffHost(PostgresCluster cluster) : HandoffHost
{
    protected override async Task<DatabaseOptions> CreateBrokerDatabaseAsync() => DatabaseOptions.ForPostgres(await cluster.CreateDatabaseAsync());
}
