using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Platform.Hosting;

namespace Drawbridge.IntegrationTests.Platform.Invite;

/// <summary>A broker that is told of invitations.</summary>
public abstract class InviteServer : IAsyncLifetime
{
    public const string Attribution = "/oauth2/invite/attribution";
    public const string NewUser = "/oauth2/invite/newUser";
    public const string Token = "dHJhZGluZ3RlY2g6c2VjcmV0LXdlYmhvb2s=";

    public static readonly TimeSpan GuaranteedPeriod = TimeSpan.FromDays(90);

    public PlatformServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var database = await CreateDatabaseAsync();
        Server = await PlatformServer.StartAsync(options => options.Database = database ?? options.Database);
        await Server.RestartAsync(options =>
        {
            options.Managers.Single(static manager => manager.Login == 2320).AuthenticatesUsers = false;
            options.Brokers[0].Invite = new()
            {
                AttributionUrl = new Uri(Server.CrmSide.Address, Attribution).AbsoluteUri,
                NewUserUrl = new Uri(Server.CrmSide.Address, NewUser).AbsoluteUri,
                Token = Token,
                GuaranteedPeriod = GuaranteedPeriod,
            };
            options.Brokers.Single(static broker => broker.BrokerName == PlatformServer.OtherBroker).Identity = IdentityMode.Handoff;
            options.Brokers.Single(static broker => broker.BrokerName == PlatformServer.OtherBroker).Invite = new()
            {
                AttributionUrl = new Uri(Server.CrmSide.Address, Attribution).AbsoluteUri,
                Token = Token,
            };
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Null for the server's own SQLite file.</summary>
    protected abstract Task<string?> CreateDatabaseAsync();
}

/// <summary>On SQLite.</summary>
public sealed class SqliteInviteServer : InviteServer
{
    protected override Task<string?> CreateDatabaseAsync() => Task.FromResult<string?>(null);
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresInviteServer(PostgresCluster cluster) : InviteServer
{
    protected override async Task<string?> CreateDatabaseAsync() => await cluster.CreateDatabaseAsync();
}
