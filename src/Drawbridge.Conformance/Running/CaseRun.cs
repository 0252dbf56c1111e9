using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Crm;
using Drawbridge.Conformance.Evidence;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;

namespace Drawbridge.Conformance.Running;

/// <summary>What a case has while it runs: the target, and a place for what it sees.</summary>
public sealed class CaseRun
{
    private readonly List<Step> _steps = [];
    private readonly Lock _lock = new();
    private readonly long _since;
    private readonly Func<Func<Task>, Task> _withoutPlace;

    /// <param name="context">What all cases share.</param>
    /// <param name="case">The case.</param>
    /// <param name="withoutPlace">Does something for which the case needs no place among those that run.</param>
    internal CaseRun(RunContext context, ConformanceCase @case, Func<Func<Task>, Task> withoutPlace)
    {
        (Context, Case, _withoutPlace) = (context, @case, withoutPlace);
        _since = context.Time.GetTimestamp();
    }

    public RunContext Context { get; }

    public ConformanceCase Case { get; }

    public ConformancePlan Plan => Context.Plan;

    /// <summary>The broker under test.</summary>
    public BrokerTarget Broker => Plan.Broker ?? throw new InvalidOperationException("the case is not about a broker");

    /// <summary>The platform under test.</summary>
    public PlatformTarget Platform => Plan.PlatformTarget ?? throw new InvalidOperationException("the case is not about a platform");

    /// <summary>The calls 4.1 to 4.5 of the broker under test.</summary>
    public CrmCalls Crm => field ??= new CrmCalls(this);

    public Secrets Secrets => Context.Secrets;

    public bool Offers(Capability capability) => Context.Offered.Contains(capability);

    internal IReadOnlyList<Step> Steps
    {
        get
        {
            lock (_lock)
            {
                return [.. _steps];
            }
        }
    }

    /// <summary>Writes down what is done or found, in a sentence.</summary>
    public void Note(string text) => Add(new Step { Text = Secrets.Mask(text) });

    /// <summary>Writes down what a screen looks like.</summary>
    public void Show(string text, Picture picture) => Add(new Step { Text = Secrets.Mask(text), Picture = picture });

    /// <summary>Sends a request and writes it down with its answer.</summary>
    /// <param name="text">What it is for, in a few words.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigurationFaultException">The target cannot be reached.</exception>
    /// <exception cref="NonconformityException">It took the request and gave no answer.</exception>
    public Task<Answer> SendAsync(string text, TargetRequest request, CancellationToken cancellationToken) =>
        Context.Http.SendAsync(request, exchange => Add(new Step { Text = text, Exchange = exchange }), cancellationToken);

    /// <summary>Looks once more for what may come late. Of looks that follow one another only the newest is written down.</summary>
    /// <param name="text">What for, in a few words.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigurationFaultException">The target cannot be reached.</exception>
    internal Task<Answer> LookAsync(string text, TargetRequest request, CancellationToken cancellationToken) =>
        Context.Http.SendAsync(request, exchange => Add(new Step { Text = text, Exchange = exchange }, insteadOf: last => last.Text == text && last.Exchange?.Url == exchange.Url), cancellationToken);

    /// <summary>Lets time pass at the target; others run meanwhile.</summary>
    public async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        Note(Context.PassingTime.IsVirtual ? $"puts the clock of the target {time.TotalSeconds:0.#} s forward" : $"waits {time.TotalSeconds:0.#} s");
        await _withoutPlace(() => Context.PassingTime.WaitAsync(time, cancellationToken));
    }

    private void Add(Step step, Func<Step, bool>? insteadOf = null)
    {
        lock (_lock)
        {
            if (_steps.Count > 0 && insteadOf?.Invoke(_steps[^1]) == true)
            {
                _steps.RemoveAt(_steps.Count - 1);
            }

            _steps.Add(step with { At = Context.Time.GetElapsedTime(_since) });
        }
    }
}
