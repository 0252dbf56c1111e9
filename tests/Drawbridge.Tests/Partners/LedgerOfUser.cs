using Drawbridge.Broker.Partners.Attribution;

namespace Drawbridge.Tests.Partners;

/// <summary>A ledger to write in days since its start.</summary>
internal sealed class LedgerOfUser
{
    private readonly List<AttributionEvent> _events = [];
    private readonly List<AttributionRulesVersion> _rules = [];

    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Day(int day) => Start + TimeSpan.FromDays(day);

    public LedgerOfUser Rules(int day, AttributionRules rules)
    {
        _rules.Add(new(Day(day), rules));
        return this;
    }

    public LedgerOfUser Claim(int day, long partner, AttributionSource source = AttributionSource.Link, AttributionFinding findings = AttributionFinding.None) =>
        Add(new AttributionEvent.Claim
        {
            Id = _events.Count + 1, OccurredAt = Day(day), RecordedAt = Day(day), PartnerId = partner, Source = source, Findings = findings,
        });

    public LedgerOfUser SignUp(int day) => Add(new AttributionEvent.SignUp { Id = _events.Count + 1, OccurredAt = Day(day), RecordedAt = Day(day) });

    public LedgerOfUser Release(int day) => Add(new AttributionEvent.Release { Id = _events.Count + 1, OccurredAt = Day(day), RecordedAt = Day(day) });

    public LedgerOfUser Add(AttributionEvent line)
    {
        _events.Add(line);
        return this;
    }

    public AttributionResult Explain(int asOfDay = 10_000) => AttributionLedger.Explain(_events, _rules, Day(asOfDay));

    /// <summary>Verdict and reason of each line.</summary>
    public string[] Words() =>
        [.. Explain().Steps.Select(static step => step.Reason == AttributionReason.None ? $"{step.Verdict}" : $"{step.Verdict} {step.Reason}")];
}
