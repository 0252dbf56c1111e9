using System.Net;
using DotnetBroker;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Samples;

/// <summary>A broker in this process, with a clock that the test moves and two traders.</summary>
internal sealed class RunningSample : IAsyncDisposable
{
    public const string Password = "correct horse";

    private readonly Microsoft.AspNetCore.Builder.WebApplication _app;
    private readonly TestAuthority _authority;
    private readonly string _suffix = Guid.NewGuid().ToString("N");

    private readonly bool _gives;

    private RunningSample(BrokerSettings settings, TestAuthority authority, FaultyBrokers.Fault? fault)
    {
        _gives = fault?.Name == "in-app-token-ignored";
        Settings = settings;
        _authority = authority;
        _app = BrokerProgram.Build(settings, services =>
        {
            services.AddSingleton<TimeProvider>(Clock).AddLogging(static logging => logging.ClearProviders());
            fault?.Apply(services);
        });
    }

    public BrokerSettings Settings { get; }

    public ManualTimeProvider Clock { get; } = new();

    private string Names => $"brokerName={Settings.BrokerName}&brokerCrmName={Settings.BrokerCrmName}";

    /// <summary>Two traders with the password of all.</summary>
    public IReadOnlyList<PlanUser> Traders => [new(EmailOf("a"), Password), new(EmailOf("b"), Password)];

    public static async Task<RunningSample> StartAsync(PlatformServer platform, FaultyBrokers.Fault? fault, bool inAppTokens = false)
    {
        var port = TestPorts.Take();
        var address = new Uri($"https://localhost:{platform.Https.Port}");
        var broker = new RunningSample(
            new()
            {
                Port = port,
                Certificate = platform.Authority.Server,
                PublicUrl = new($"https://localhost:{port}"),
                PlatformUrl = address,
                PlatformCa = platform.Authority.File,
                ManagerLogin = "2309",
                ManagerPassword = PlatformServer.ManagerPassword,
                CrmPassword = FakeCrm.Password,
                BrokerCrmName = PlatformServer.Crm,
                BrokerName = PlatformServer.Broker,
                SuccessUrl = new(address, "/app/callback"),
                WebUrl = new(address, "/app/"),
                InAppTokens = inAppTokens,
            },
            platform.Authority,
            fault);
        await broker._app.StartAsync();
        return broker;
    }

    public SampleVisitor Visit() => new(Settings.PublicUrl, Names, _authority);

    public string EmailOf(string user)
    {
        var email = $"{user}.{_suffix}@example.test";
        var services = _app.Services;
        var added = new BrokerUser { Email = email, FirstName = "Ann", LastName = "Smith", Language = "en", PasswordHash = services.GetRequiredService<Passwords>().Hash(Password) };
        if (services.GetRequiredService<Store>().TryAdd(added))
        {
            added.UserId = user[0];
            added.Accounts = [new() { Key = "first", Currency = "EUR", Leverage = 30, Login = 1, Linked = true }];
        }

        return email;
    }

    /// <summary>Runs cases about calls, for which time passes at once.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="calls">How many calls at once; 1 where what one case does may disturb another.</param>
    public async Task<IReadOnlyList<CaseResult>> RunAsync(IReadOnlyList<ConformanceCase> cases, int calls = 8)
    {
        using var time = new VirtualTime((by, _) =>
        {
            Clock.Advance(by);
            return Task.CompletedTask;
        });
        var gives = Settings.InAppTokens || _gives;
        return await SampleRuns.RunAsync(SampleRuns.PlanOf(Settings, _authority, Traders, gives) with { Limits = SampleRuns.Limits with { Calls = calls } }, Visit, cases, time);
    }

    /// <summary>The OT token of a log-in without "Keep me logged in".</summary>
    public async Task<string> LogInAsync(SampleVisitor visitor, string user) => (await visitor.LogInAsync(EmailOf(user), Password)).Token;

    public async Task<bool> AnswersHttpAsync(string address)
    {
        using var client = new HttpClient { BaseAddress = new($"http://localhost:{Settings.Port}") };
        try
        {
            using var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
