using System.Net;
using DotnetBroker;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform;
using FaultyBrokers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Samples;

/// <summary>Each faulty broker shows its fault, and the broker that it is made of does not.</summary>
public sealed class FaultyBrokerTests(PlatformServer platform)
{
    public static TheoryData<string> Faults => [.. Fault.All.Select(static fault => fault.Name)];

    [Theory] // P2B-4.2-8, P2B-OT-2, P2B-OT-3, P2B-OT-5, P2B-0-4, P2B-4.2-4, P2B-IT-2, BID-26, SCR-50, SCR-62, SCR-65, SCR-67
    [MemberData(nameof(Faults))]
    public async Task A_faulty_broker_shows_its_fault_and_the_right_one_does_not(string name)
    {
        (await ShowsAsync(name, Fault.Find(name))).ShouldBeTrue();
        (await ShowsAsync(name, fault: null)).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_broker_still_signs_users_up(string name)
    {
        await using var broker = await RunningBroker.StartAsync(platform, name == "slow-screen" ? null : Fault.Find(name));
        using var visitor = broker.Visit();
        var email = SampleVisitor.NewEmail();

        (await visitor.ExchangeAsync((await visitor.SignUpAsync(email)).Token)).Json.ContainsKey("accessToken").ShouldBeTrue();
        (await visitor.ExchangeAsync((await visitor.LogInAsync(email, "correct horse")).Token)).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.ExchangeAsync("malformed")).ShouldBeRefused(417, "CID_NON_EXISTED_TOKEN");
    }

    private async Task<bool> ShowsAsync(string name, Fault? fault)
    {
        await using var broker = await RunningBroker.StartAsync(platform, fault);
        using var visitor = broker.Visit();
        var login = $"/auth/login?{visitor.Names}";
        switch (name)
        {
            case "wrong-status":
                return (await visitor.ExchangeAsync("unknown-unknown-unknown")).Status == HttpStatusCode.Forbidden;
            case "reusable-one-time-token":
                var reused = await broker.LogInAsync(visitor, "a");
                return (await visitor.ExchangeAsync(reused)).Status == HttpStatusCode.OK && (await visitor.ExchangeAsync(reused)).Status == HttpStatusCode.OK;
            case "one-time-token-valid-five-minutes":
                var old = await broker.LogInAsync(visitor, "a");
                broker.Clock.Advance(TimeSpan.FromSeconds(61));
                return (await visitor.ExchangeAsync(old)).Status == HttpStatusCode.OK;
            case "http-accepted":
                return await broker.AnswersHttpAsync(login);
            case "access-token-without-keep-me-logged-in":
                return (await visitor.ExchangeAsync(await broker.LogInAsync(visitor, "a"))).Json.ContainsKey("accessToken");
            case "same-one-time-token-for-two-users":
                var (one, again, other) = (await broker.LogInAsync(visitor, "a"), await broker.LogInAsync(visitor, "a"), await broker.LogInAsync(visitor, "b"));
                one.ShouldNotBe(again);
                return again == other;
            case "in-app-token-ignored":
                var known = (await visitor.ExchangeAsync(await broker.LogInAsync(visitor, "a"))).Json;
                return known.ContainsKey("inappToken")
                    && (await visitor.CallAsync("/oauth2/onetime/generate", new { userId = (long)known["userId"]! }, "&inappToken=unknown-unknown-unknown")).Status == HttpStatusCode.OK;
            case "other-broker-accepted":
                return (await visitor.GetAsync("/auth/login?brokerName=other&brokerCrmName=other")).Status == HttpStatusCode.OK;
            case "pop-up":
                return (await visitor.GetAsync(login)).Text.Contains("window.open", StringComparison.Ordinal);
            case "forbidden-word":
                return (await visitor.GetAsync(login)).Text.Contains("cTrader ID", StringComparison.Ordinal);
            case "slow-screen":
                var page = visitor.GetAsync(login);
                await Task.WhenAny(page, broker.Clock.WhenTimerIsArmedAsync(TimeSpan.FromSeconds(4)));
                var waits = !page.IsCompleted;
                broker.Clock.Advance(TimeSpan.FromSeconds(4));
                (await page).Status.ShouldBe(HttpStatusCode.OK);
                return waits;
            case "wrong-success-url":
                return !(await visitor.LogInAsync(broker.EmailOf("a"), RunningBroker.Password)).Location.AbsoluteUri.StartsWith(broker.Settings.SuccessUrl.AbsoluteUri, StringComparison.Ordinal);
            default:
                throw new InvalidOperationException($"No test for {name}.");
        }
    }

    /// <summary>A broker in this process, with a clock that the test moves and two traders.</summary>
    private sealed class RunningBroker : IAsyncDisposable
    {
        public const string Password = "correct horse";

        private readonly Microsoft.AspNetCore.Builder.WebApplication _app;
        private readonly TestAuthority _authority;
        private readonly string _suffix = Guid.NewGuid().ToString("N");

        private RunningBroker(BrokerSettings settings, TestAuthority authority, Fault? fault)
        {
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

        public static async Task<RunningBroker> StartAsync(PlatformServer platform, Fault? fault)
        {
            var port = SampleBrokers.FreePort();
            var address = new Uri($"https://localhost:{platform.Https.Port}");
            var broker = new RunningBroker(
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
}
