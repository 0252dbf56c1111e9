using System.Reflection;
using System.Text.Json.Nodes;
using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Evidence;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.PlatformSide.Crm;

namespace Drawbridge.Conformance.Running;

/// <summary>What runs of a plan need, opened once and closed when disposed.</summary>
public sealed class RunSession : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly VirtualTime? _virtual;
    private readonly PlayedCrm? _crm;
    private readonly RunBrowser? _browser;

    private RunSession(ConformancePlan plan, TimeProvider time, PlayedCrm? crm)
    {
        (_time, _crm) = (time, crm);
        Http = new TargetHttp(AuthorityFilesOf(plan), plan.Limits.Call, new Secrets(), time);
        _browser = plan.Broker is not null && BrowserFinder.Find() is not null ? RunBrowser.For(plan, Http, time) : null;
        _virtual = plan.Platform is { VirtualTime: true } desk ? new VirtualTime((step, cancellationToken) => AdvanceAsync(desk, step, cancellationToken)) : null;
        Context = new RunContext
        {
            Plan = plan,
            Http = Http,
            Time = time,
            PassingTime = _virtual ?? (IPassingTime)new RealTime(time),
            Offered = PlanCapabilities.Of(plan, hasBrowser: _browser is not null),
            LogIn = _browser is null ? null : new BrowserLogIn(),
            Browser = _browser,
            PlayedCrm = crm,
        };
    }

    /// <summary>Version of the program, as reports name it.</summary>
    public static string Version { get; } = typeof(RunSession).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public RunContext Context { get; }

    /// <summary>Opens what runs of a plan need.</summary>
    /// <param name="plan">What is looked at.</param>
    /// <param name="time">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigurationFaultException">Something of it cannot be opened.</exception>
    public static async Task<RunSession> OpenAsync(ConformancePlan plan, TimeProvider time, CancellationToken cancellationToken)
    {
        var crm = plan.PlatformTarget is { CrmUrl: not null } target ? await PlayedCrm.StartAsync(target, cancellationToken) : null;
        return new RunSession(plan, time, crm);
    }

    private TargetHttp Http { get; }

    /// <summary>Looks at something about the plan itself, as <c>PlanCheck</c>s do.</summary>
    public Task<IReadOnlyList<CaseResult>> CheckAsync(IReadOnlyList<ConformanceCase> checks, CancellationToken cancellationToken) => new Runner(Context).RunAsync(checks, cancellationToken);

    /// <summary>Runs cases. When it is cancelled the result has those that had ended.</summary>
    public async Task<RunResult> RunAsync(IReadOnlyList<ConformanceCase> cases, IRunProgress? progress, CancellationToken cancellationToken)
    {
        var (startedAt, since) = (_time.GetUtcNow(), _time.GetTimestamp());
        var ended = new EndedCases(progress);
        IReadOnlyList<CaseResult> results;
        try
        {
            results = await new Runner(Context, ended).RunAsync(cases, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            results = ended.InOrderOf(cases);
        }

        var plan = Context.Plan;
        var names = plan.Broker?.Names ?? plan.PlatformTarget?.Names;
        return new RunResult
        {
            Side = plan.Side,
            Target = plan.Name,
            Url = (plan.Broker?.Url ?? plan.PlatformTarget?.Url)?.AbsoluteUri.TrimEnd('/') ?? "",
            BrokerName = names?.BrokerName,
            BrokerCrmName = names?.BrokerCrmName,
            Version = Version,
            StartedAt = startedAt,
            Duration = _time.GetElapsedTime(since),
            Strict = plan.Strict,
            Cases = results,
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_crm is not null)
        {
            await _crm.DisposeAsync();
        }

        _virtual?.Dispose();
        Http.Dispose();
    }

    private static IEnumerable<string> AuthorityFilesOf(ConformancePlan plan) =>
        new[] { plan.Broker?.AuthorityFile, plan.PlatformTarget?.AuthorityFile, plan.Platform?.AuthorityFile }.OfType<string>();

    /// <summary>Moves the clock of Drawbridge's platform, and with it that of the broker in the same process.</summary>
    private async Task AdvanceAsync(PlatformDesk desk, TimeSpan step, CancellationToken cancellationToken)
    {
        var request = new TargetRequest(HttpMethod.Put, new Uri(desk.Url, "/instrument/api/clock")) { Body = new JsonObject { ["advanceSeconds"] = step.TotalSeconds }.ToJsonString() };
        var answer = await Http.SendAsync(desk.InstrumentKey is { } key ? request.WithHeader("Authorization", $"Bearer {key}") : request, static _ => { }, cancellationToken);
        if (!answer.IsSuccess)
        {
            throw new ConfigurationFaultException(
                $"the platform at {desk.Url.Authority} answers {answer.Status} when its clock is to be put forward", "Correct platform:instrumentKey in the plan, or switch virtualTime off: the run then waits as long as it takes.");
        }
    }

    /// <summary>Keeps what ended, for a run that is cut short.</summary>
    private sealed class EndedCases(IRunProgress? next) : IRunProgress
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, CaseResult> _results = new(StringComparer.Ordinal);

        public void Began(ConformanceCase one) => next?.Began(one);

        public void Ended(CaseResult result)
        {
            lock (_lock)
            {
                _results[result.Case.Id] = result;
            }

            next?.Ended(result);
        }

        public IReadOnlyList<CaseResult> InOrderOf(IReadOnlyList<ConformanceCase> cases)
        {
            lock (_lock)
            {
                return [.. cases.Where(one => _results.ContainsKey(one.Id)).Select(one => _results[one.Id])];
            }
        }
    }
}
