using System.Text.Json.Nodes;
using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.Options;

namespace Drawbridge.IntegrationTests.Client.Calls;

/// <summary>The platform's side of this repository, and clients for it.</summary>
public sealed class CallsServer : IAsyncLifetime
{
    public const string Password = "account password";

    private PlatformClients _clients = null!;

    public PlatformServer Server { get; private set; } = null!;

    internal LogLines Log { get; } = new();

    /// <summary>As the seeded manager, for the first broker.</summary>
    public PlatformClient Client => ClientOf();

    public async ValueTask InitializeAsync()
    {
        Server = await PlatformServer.StartAsync(static options =>
            options.Brokers.Single(static broker => broker.BrokerName == PlatformServer.OtherBroker).Identity = IdentityMode.Handoff);
        _clients = Clients();
    }

    public async ValueTask DisposeAsync()
    {
        _clients.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal PlatformClients Clients(Action<PlatformClientOptions>? configure = null)
    {
        var options = new PlatformClientOptions { AuthorityFile = Server.Authority.File };
        configure?.Invoke(options);
        return new(Options.Create(options), TimeProvider.System, Log.For<PlatformClient>());
    }

    internal PlatformClient ClientOf(
        string broker = PlatformServer.Broker, long manager = PlatformServer.ManagerLogin, string password = PlatformServer.ManagerPassword) =>
        _clients.For(Peer(broker, manager, password));

    internal PlatformPeer Peer(
        string broker = PlatformServer.Broker, long manager = PlatformServer.ManagerLogin, string password = PlatformServer.ManagerPassword) =>
        new(
            [Server.Https],
            BrokerCrmName.Parse(broker == PlatformServer.OtherBroker ? PlatformServer.OtherCrm : PlatformServer.Crm),
            BrokerName.Parse(broker),
            "live",
            new(manager, password, _ => ValueTask.FromResult(PasswordHashMd5.Of(password))));

    public static CreateTraderRequest NewTrader(long balance = 0) => new()
    {
        AccessRights = "FULL_ACCESS",
        AccountType = "HEDGED",
        Balance = balance,
        DepositCurrency = "EUR",
        GroupName = "Default",
        HashedPassword = PasswordHashMd5.Of(Password).Reveal(),
        LeverageInCents = 10000,
    };

    public Task<long> NewTraderAsync(long balance = 0, string broker = PlatformServer.Broker) => Server.Api.NewTraderAsync(broker, balance: balance);

    /// <summary>An account with an open position, in a session of an application.</summary>
    public async Task<(long Login, string Positions, long PositionId)> NewPositionAsync()
    {
        var login = await NewTraderAsync(1_000_000);
        var userId = await Server.Api.NewUserAsync();
        await Server.Api.NewLinkAsync(userId, login);
        var code = $"code-{Guid.NewGuid():N}";
        Server.CrmSide.When(CrmPaths.AuthorizeOneTime, code, 200, $$"""{"userId":{{userId}}}""");
        var app = Server.As(managerToken: null);
        var session = await app.PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["token"] = code });
        var positions = $"/app/api/sessions/{session.Json["sessionId"]}/positions";
        var opened = await app.PostAsync(positions, new JsonObject { ["symbol"] = "EURUSD", ["direction"] = "BUY", ["volume"] = 100_000 });
        return (login, positions, (long)opened.Json["positionId"]!);
    }

    /// <summary>A token of the platform, with whom it stands for.</summary>
    public async Task<(OneTimeToken Token, long UserId, string Email, long Login)> NewHandoffAsync()
    {
        var email = PlatformApi.NewEmail();
        var userId = await Server.Api.NewUserAsync(PlatformServer.OtherCrm, email);
        var login = await NewTraderAsync(broker: PlatformServer.OtherBroker);
        await Server.Api.NewLinkAsync(userId, login, PlatformServer.OtherBroker);
        var app = Server.As(managerToken: null);
        var session = await app.PostAsync(
            "/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.OtherBroker, ["login"] = login, ["password"] = Password });
        var answer = await app.PostAsync($"/app/api/sessions/{session.Json["sessionId"]}/onetime-tokens");
        OneTimeToken.TryParse((string?)answer.Json["token"], out var token).ShouldBeTrue(answer.Text);
        return (token!, userId, email, login);
    }
}

internal static class PlatformResults
{
    /// <summary>What the platform answered.</summary>
    public static async Task<T> AnswerAsync<T>(this Task<PlatformResult<T>> call) =>
        (await call).ShouldBeOfType<PlatformResult<T>.Answered>().Value;

    /// <summary>The code it refused with.</summary>
    public static async Task<string?> RefusalAsync<T>(this Task<PlatformResult<T>> call) => await call switch
    {
        PlatformResult<T>.Refused refused => refused.ErrorCode,
        PlatformResult<T>.NotSent notSent => notSent.Reason,
        var other => other.ToString(),
    };
}
