using Drawbridge.Platform.Journal;

namespace Drawbridge.Platform.Faults;

/// <summary>A call that a fault may befall.</summary>
/// <param name="Direction"><c>in</c> or <c>out</c>.</param>
/// <param name="Call">Number in the specification.</param>
/// <param name="Routes">What its method and route can be written as.</param>
/// <param name="IsAbout">Whether it is about that broker.</param>
internal sealed record FaultCall(string Direction, string? Call, IReadOnlyList<string> Routes, Func<string, bool> IsAbout);

/// <summary>The faults that are in force, in this process's memory only.</summary>
internal sealed class FaultRegistry(TimeProvider time)
{
    public const int Capacity = 200;

    public const string In = "in";

    public const string Out = "out";

    private readonly Lock _gate = new();
    private volatile List<Fault> _faults = []; // replaced, never changed
    private long _lastId;

    public bool IsEmpty => _faults.Count == 0;

    /// <summary>Whether a fault asks which broker a call is about.</summary>
    public bool AsksForBroker => _faults.Any(static fault => fault.Rule.BrokerName is not null);

    /// <summary>Null when there are too many.</summary>
    public FaultView? Add(FaultRule rule)
    {
        lock (_gate)
        {
            if (_faults.Count >= Capacity)
            {
                return null;
            }

            var fault = new Fault(++_lastId, rule);
            _faults = [.. _faults, fault];
            return FaultView.Of(fault);
        }
    }

    public IReadOnlyList<FaultView> List()
    {
        lock (_gate)
        {
            return [.. _faults.Select(FaultView.Of)];
        }
    }

    /// <summary>False when there is no such fault.</summary>
    public bool Remove(long id)
    {
        lock (_gate)
        {
            var left = _faults.Where(fault => fault.Id != id).ToList();
            var isThere = left.Count < _faults.Count;
            _faults = left;
            return isThere;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _faults = [];
        }
    }

    /// <summary>What befalls a call: latencies, and the first of whatever else hits. Those after it do not see the call.</summary>
    public IReadOnlyList<Fault> Draw(FaultCall call)
    {
        if (IsEmpty)
        {
            return [];
        }

        lock (_gate)
        {
            var now = time.GetUtcNow();
            var hits = new List<Fault>();
            foreach (var fault in _faults.Where(fault => Fits(fault.Rule, call)))
            {
                var isLatency = fault.Rule.Kind == FaultKind.Latency;
                if ((isLatency || hits.TrueForAll(static hit => hit.Rule.Kind == FaultKind.Latency)) && fault.Draw(now))
                {
                    hits.Add(fault);
                }
            }

            return hits;
        }
    }

    /// <summary>A fault that was drawn could not befall the call after all.</summary>
    public void TakeBack(Fault fault)
    {
        lock (_gate)
        {
            fault.TakeBack();
        }
    }

    private static bool Fits(FaultRule rule, FaultCall call) =>
        (rule.Direction is null || rule.Direction == call.Direction)
        && (call.Direction == In ? FaultKind.FitsIncoming(rule.Kind) : FaultKind.FitsOutgoing(rule.Kind, call.Call))
        && call.Routes.Any(route => Wildcard.Matches(rule.Route, route))
        && (rule.BrokerName is null || call.IsAbout(rule.BrokerName));
}
