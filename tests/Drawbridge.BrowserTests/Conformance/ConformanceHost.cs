using System.Net.Http.Json;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.Cli.Up;
using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Evidence;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(Drawbridge.BrowserTests.Conformance.ConformanceHost))]

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>Screens have to load within three seconds, so nothing else runs meanwhile.</summary>
[CollectionDefinition(ConformanceHost.Target, DisableParallelization = true)]
public sealed class ConformanceTarget;

/// <summary>Our own broker beside our own platform as the target of browser cases, and a browser for all runs.</summary>
public sealed class ConformanceHost : IAsyncLifetime
{
    /// <summary>Tests that break rules of the target, or would see that: one after another.</summary>
    internal const string Target = "target of conformance cases";

    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly Lazy<Task<ConformanceRun>> _screens;
    private readonly Lazy<Task<ConformanceRun>> _functions;
    private RunningUp? _up;
    private TargetHttp? _http;

    public ConformanceHost()
    {
        _screens = new(() => RunAsync(Cases("screens/*")));
        _functions = new(() => RunAsync(Cases("functions/*")));
    }

    internal BrokenRules Broken { get; } = new();

    internal ConformancePlan Plan { get; private set; } = null!;

    internal RunBrowser Browser { get; private set; } = null!;

    /// <summary>Cases by a pattern.</summary>
    internal static IReadOnlyList<ConformanceCase> Cases(params string[] patterns) =>
        [.. Catalogue.Broker.Where(one => patterns.Any(pattern => CasePattern.Matches(pattern, one.Id)))];

    public ValueTask InitializeAsync() => default; // started by the first test that needs it

    /// <summary>Both sides, started.</summary>
    internal async Task<RunningUp> UpAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_up is null)
            {
                _up = await RunningUp.StartAsync(services => services.AddSingleton<IStartupFilter>(Broken));
                Plan = await NewPlanAsync(_up);
                _http = new TargetHttp([_up.AuthorityFile], Plan.Limits.Call, new Secrets(), TimeProvider.System);
                Browser = RunBrowser.For(Plan, _http, TimeProvider.System);
            }

            return _up;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Runs cases as they are run for anybody: each run has its own findings.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="plan">Null for the usual one.</param>
    /// <param name="found">What the run takes for seen already.</param>
    /// <param name="blind">Whether it has no browser.</param>
    internal async Task<ConformanceRun> RunAsync(
        IReadOnlyList<ConformanceCase> cases, ConformancePlan? plan = null, IEnumerable<KeyValuePair<string, object>>? found = null, bool blind = false)
    {
        await UpAsync();
        plan ??= Plan;
        using var http = new TargetHttp([_up!.AuthorityFile], plan.Limits.Call, new Secrets(), TimeProvider.System);
        using var time = new VirtualTime(AdvanceAsync);
        var context = new RunContext
        {
            Plan = plan,
            Http = http,
            Time = TimeProvider.System,
            PassingTime = time,
            Offered = PlanCapabilities.Of(plan, hasBrowser: true),
            LogIn = new BrowserLogIn(),
            Browser = blind ? null : Browser,
        };
        foreach (var (key, value) in found ?? [])
        {
            await context.Shared.GetAsync(key, () => Task.FromResult(value));
        }

        var results = await new Runner(context).RunAsync(cases, TestContext.Current.CancellationToken);
        var seen = await Task.WhenAll(context.Shared.Found.Select(static async one => KeyValuePair.Create(one.Key, await one.Value)));
        return new(results, seen.ToDictionary());
    }

    /// <summary>All cases about screens, run once for all tests that ask what a broker that conforms looks like.</summary>
    internal Task<ConformanceRun> ScreensAsync() => _screens.Value;

    /// <summary>The same for cases about functions.</summary>
    internal Task<ConformanceRun> FunctionsAsync() => _functions.Value;

    public async ValueTask DisposeAsync()
    {
        if (_up is not null)
        {
            await Browser.DisposeAsync();
            _http!.Dispose();
            await _up.DisposeAsync();
        }

        _starting.Dispose();
    }

    /// <summary>Puts the clock of both sides forward, as the instrument lets anybody do.</summary>
    private async Task AdvanceAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        using var answer = await _up!.Http.PutAsJsonAsync($"{_up.PlatformUrl}/instrument/api/clock", new { advanceSeconds = (int)time.TotalSeconds }, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<ConformancePlan> NewPlanAsync(RunningUp up)
    {
        var trader = await up.NewTraderAsync(keep: true);
        var other = await up.NewTraderAsync(keep: true);
        return new ConformancePlan
        {
            Name = "Drawbridge",
            Strict = true,
            Mailbox = $"{up.BrokerUrl}/mailbox?to={{email}}",
            Platform = new() { Url = new(up.PlatformUrl), AuthorityFile = up.AuthorityFile },
            Limits = new() { Tabs = 2 },
            Screens = new()
            {
                ClientArea = "/client",
                Languages = ["en", "de", "es", "ar", "fr", "it", "pt", "pl", "cs", "tr", "ru", "zh", "ja", "vi"],
                Themes = true,
                Values = new Dictionary<string, string> { ["partnerId"] = "conformance partner" },
            },
            Broker = new()
            {
                Url = new(up.BrokerUrl),
                Names = new(DemoNames.TradingTech, DemoNames.TradingTechCrm),
                CrmPassword = up.CrmPasswordOf(DemoNames.TradingTechCrm),
                AuthorityFile = up.AuthorityFile,
                SuccessUrl = new($"{up.PlatformUrl}/app/callback"),
                Users = [new(trader.Email, trader.Password), new(other.Email, other.Password)],
                LegalWords = ["TradingTech Markets Ltd"],
                Other = new(new(DemoNames.FinancialHouse, DemoNames.FinancialHouseCrm), up.CrmPasswordOf(DemoNames.FinancialHouseCrm)),
                Offers = new HashSet<Capability>
                {
                    Capability.Sso, Capability.Deposit, Capability.Withdrawal, Capability.Kyc, Capability.CustomAction, Capability.Chat, Capability.NewAccount,
                    Capability.ChangePassword, Capability.ChangeEmail, Capability.Ribbons, Capability.EmbeddedWeb, Capability.Partners, Capability.InAppToken,
                    Capability.RequiredIdentification,
                },
            },
        };
    }
}

/// <summary>What came of a run.</summary>
/// <param name="Results">In the order of the cases.</param>
/// <param name="Found">What the cases shared.</param>
internal sealed record ConformanceRun(IReadOnlyList<CaseResult> Results, IReadOnlyDictionary<string, object> Found);
