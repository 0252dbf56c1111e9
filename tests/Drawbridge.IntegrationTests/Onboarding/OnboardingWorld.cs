using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Onboarding;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.IntegrationTests.Onboarding;

/// <summary>A platform, a CRM with two brokers, and nodes that share a database.</summary>
internal sealed class OnboardingWorld : IAsyncDisposable
{
    public static readonly AccountChoice Choice = new("standard", "EUR", 10000);

    private static readonly CancellationToken None = CancellationToken.None;

    private static int _count;

    private readonly DatabaseFixture _fixture;
    private readonly string _authorityFile;
    private readonly EphemeralDataProtectionProvider _keys = new();
    private readonly List<Node> _nodes = [];
    private readonly string _crm = $"crm_{Interlocked.Increment(ref _count)}";

    private OnboardingWorld(DatabaseFixture fixture, string authorityFile, FakePlatform platform)
    {
        _fixture = fixture;
        _authorityFile = authorityFile;
        Platform = platform;
    }

    public FakePlatform Platform { get; }

    public ManualTimeProvider Clock => _fixture.Clock;

    /// <summary>The first node.</summary>
    public Node Node => _nodes[0];

    public BrokerEntity Broker => Find("main");

    public BrokerEntity Sibling => Find("label");

    public static async Task<OnboardingWorld> StartAsync(DatabaseFixture fixture, PlatformFixture platforms)
    {
        var world = new OnboardingWorld(fixture, platforms.AuthorityFile, await platforms.StartAsync(fixture.Clock));
        var node = await world.AddNodeAsync();
        await node.Provisioning.ApplyAsync(
            [
                new CrmConfiguration
                {
                    Name = world._crm,
                    Password = "a long enough crm password",
                    Settings = new(),
                    Brokers = [world.Configure("main"), world.Configure("label")],
                },
            ],
            None);
        return world;
    }

    public async Task<Node> AddNodeAsync()
    {
        var node = await Node.StartAsync(_fixture, _authorityFile, _keys);
        _nodes.Add(node);
        return node;
    }

    /// <summary>A user who signed up; returns our id.</summary>
    public Task<long> NewUserAsync(string email, bool confirmed = false, BrokerEntity? broker = null) =>
        NewUserAsync(_fixture, broker ?? Broker, email, confirmed ? Clock.GetUtcNow() : null);

    public static Task<long> NewUserAsync(DatabaseFixture fixture, BrokerEntity broker, string email, DateTimeOffset? confirmedAt) =>
        fixture.Database.WriteAsync(
            session => session.GetAsync<long>(
                """
                insert into users (broker_id, email, normalized_email, security_stamp, concurrency_stamp, first_name, last_name, preferred_language,
                                   email_confirmed_at, created_at)
                values (@brokerId, @email, @normalized, 'x', 'x', 'Pat', 'Lee', 'de', @confirmedAt, @now)
                returning id
                """,
                new
                {
                    brokerId = broker.Id,
                    email,
                    normalized = email.ToUpperInvariant(),
                    confirmedAt,
                    now = fixture.Clock.GetUtcNow(),
                }),
            None);

    public Task<OnboardingState> AdvanceAsync(long user, Node? node = null, BrokerEntity? broker = null) =>
        (node ?? Node).Onboarding.AdvanceAsync(broker ?? Broker, user, None).WaitAsync(TimeSpan.FromSeconds(30));

    public Task<OnboardingState> OpenAccountAsync(long user, Node? node = null) =>
        (node ?? Node).Onboarding.OpenAccountAsync(Broker, user, Choice, None).WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Lets time pass, a second at a time, until the state is reached; the background worker is played by repeated visits.</summary>
    public async Task<TState> UntilAsync<TState>(long user, Node? node = null, BrokerEntity? broker = null)
        where TState : OnboardingState
    {
        OnboardingState? state = null;
        for (var seconds = 0; seconds < 120; seconds++)
        {
            state = await AdvanceAsync(user, node, broker);
            if (state is TState reached)
            {
                return reached;
            }

            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        throw new InvalidOperationException($"After two minutes: {state}");
    }

    /// <summary>Lets time pass, though not while a task of the user is worked on, until that has happened.</summary>
    public async Task PassUntilAsync(long user, Task happened)
    {
        await Until.TrueAsync(async () =>
        {
            if (!happened.IsCompleted && await ReadAsync<long>("select count(*) from onboarding_tasks where user_id = @user and claim_id is not null", new { user }) == 0)
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
            }

            return happened.IsCompleted;
        });
        await happened;
    }

    public Task<T?> ReadAsync<T>(string sql, object parameters) => _fixture.Database.ReadAsync(session => session.FindAsync<T>(sql, parameters), None);

    /// <summary>However it came about: one user, one account, one link (FLOW-CREATE-22), all of it stored.</summary>
    public async Task ShouldHaveExactlyOneAccountAsync(long user, OnboardingState.Complete state, string email)
    {
        var ctraderUserId = Platform.Users[email];
        Platform.Users.Count.ShouldBe(1);
        var trader = Platform.Traders.ShouldHaveSingleItem();
        Platform.Links.ShouldHaveSingleItem().ShouldBe(new(trader.Login, ctraderUserId));
        state.ShouldBe(new OnboardingState.Complete(ctraderUserId, trader.Login));
        (await ReadAsync<long?>("select ctrader_user_id from users where id = @user", new { user })).ShouldBe(ctraderUserId);
        (await ReadAsync<long>("select count(*) from accounts where user_id = @user and trader_login = @Login", new { user, trader.Login })).ShouldBe(1);
        (await ReadAsync<string>("select password_sealed from account_openings where user_id = @user", new { user })).ShouldBeNull();
        (await ReadAsync<long>("select count(*) from onboarding_tasks where user_id = @user and (status <> 2 or claim_id is not null)", new { user })).ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        // The next test's worker must not find work of a platform that is gone.
        await _fixture.Database.WriteAsync(session => session.ExecuteAsync("delete from onboarding_tasks"), None);
        await Platform.DisposeAsync();
    }

    private BrokerEntity Find(string name) => Node.Brokers.Current.FindBroker($"{_crm}_{name}")!;

    private BrokerConfiguration Configure(string name) => new()
    {
        Name = $"{_crm}_{name}",
        ManagerPassword = FakePlatform.Password,
        Settings = BrokerHost.NewBrokerSettings() with { Platform = new(Platform.BaseUrl, ManagerLogin: 2309) },
    };
}
