using Drawbridge.Broker.Partners.Attribution;

namespace Drawbridge.Broker.Partners.Rewards.Earning;

/// <summary>Whose a trader was from a time on.</summary>
/// <param name="From">Since when: when the line was written down.</param>
/// <param name="PartnerId">The partner; null = nobody's.</param>
/// <param name="EventId">The line of the ledger that counted.</param>
internal readonly record struct Ownership(DateTimeOffset From, long? PartnerId, long? EventId);

/// <summary>
/// Whose a trader was as of each time, as <see cref="AttributionLedger"/> says: its answer changes only where a line was written down, so that many
/// facts of one trader need the ledger once.
/// </summary>
internal sealed class OwnerTimeline
{
    private readonly List<Ownership> _spans;

    private OwnerTimeline(List<Ownership> spans) => _spans = spans;

    /// <summary>Of a trader whom nobody ever claimed.</summary>
    public static OwnerTimeline Nobodys { get; } = new([]);

    public static OwnerTimeline Of(IReadOnlyCollection<AttributionEvent> events, IReadOnlyCollection<AttributionRulesVersion> rules)
    {
        var spans = new List<Ownership>();
        foreach (var at in events.Select(static line => line.RecordedAt).Distinct().Order())
        {
            var result = AttributionLedger.Explain(events, rules, at);
            spans.Add(new(at, result.PartnerId, result.EventId));
        }

        return new(spans);
    }

    /// <summary>Whose the trader was as of a time.</summary>
    public Ownership At(DateTimeOffset time)
    {
        for (var i = _spans.Count - 1; i >= 0; i--)
        {
            if (_spans[i].From <= time)
            {
                return _spans[i];
            }
        }

        return default;
    }
}
