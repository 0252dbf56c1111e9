using Drawbridge.Platform.Instrument;

namespace Drawbridge.Platform.Faults;

/// <summary>What goes wrong, where, how often and until when.</summary>
internal sealed record FaultRule
{
    /// <summary>Method and template as in the journal, <c>*</c> for anything.</summary>
    public required string Route { get; init; }

    /// <summary>One of <see cref="FaultKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>in</c> or <c>out</c>; null for both.</summary>
    public string? Direction { get; init; }

    /// <summary>The part of the calls that it befalls, 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Same seed, same calls.</summary>
    public long Seed { get; init; }

    /// <summary>When it ends, by the platform's clock.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The most calls that it befalls.</summary>
    public long? Times { get; init; }

    public long? LatencyMs { get; init; }

    public int? Status { get; init; }

    public string? ErrorCode { get; init; }

    /// <summary>Only calls of or to that broker.</summary>
    public string? BrokerName { get; init; }
}

/// <summary>A rule in force, and what it has done so far.</summary>
internal sealed class Fault(long id, FaultRule rule)
{
    public long Id { get; } = id;

    public FaultRule Rule { get; } = rule;

    /// <summary>Calls that it fitted.</summary>
    public long Seen { get; private set; }

    /// <summary>Calls that it befell.</summary>
    public long Hits { get; private set; }

    /// <summary>Decides about one more call.</summary>
    public bool Draw(DateTimeOffset now)
    {
        if (now >= Rule.Until || Hits >= Rule.Times)
        {
            return false;
        }

        var hit = SplitMix.FractionAt(Rule.Seed, Seen++) < Rule.Probability;
        Hits += hit ? 1 : 0;
        return hit;
    }

    /// <summary>It could not befall the call after all.</summary>
    public void TakeBack() => Hits--;
}
