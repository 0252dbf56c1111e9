using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Broker.Partners.Rewards.Api;

/// <summary>Terms as they are sent: what is left out has its default.</summary>
internal sealed class TermsBody
{
    public string? Currency { get; init; }

    public AmountsBody? PerLot { get; init; }

    public CpaBody? Cpa { get; init; }

    public RevenueBody? RevenueShare { get; init; }

    /// <summary>In percent: first the trader's own partner, then the one above, and so on; 100 for the first alone when left out.</summary>
    public IReadOnlyList<decimal>? Levels { get; init; }

    public RewardTerms ToTerms() => new()
    {
        Currency = Currency ?? "", PerLot = PerLot?.ToTerms(), Levels = Levels ?? [100],
        Cpa = Cpa is null ? null : new() { Amount = Cpa.Amount ?? 0, MinimumDeposit = Cpa.MinimumDeposit ?? 0, MinimumLots = Cpa.MinimumLots ?? 0, WithinDays = Cpa.WithinDays ?? 30 },
        RevenueShare = RevenueShare is null ? null : new() { Percent = RevenueShare.Percent ?? 0, Commission = RevenueShare.Commission ?? true, Markup = RevenueShare.Markup?.ToTerms() },
    };
}

/// <summary>Amounts for each lot.</summary>
internal sealed class AmountsBody
{
    public decimal? Amount { get; init; }

    public IReadOnlyList<GroupBody>? Groups { get; init; }

    public PerLotTerms ToTerms() => new() { Amount = Amount ?? 0, Groups = [.. (Groups ?? []).Select(static group => new SymbolAmount { Symbols = group.Symbols ?? [], Amount = group.Amount ?? 0 })] };
}

/// <summary>An amount for each lot of some symbols.</summary>
internal sealed class GroupBody
{
    /// <summary>Names such as EURUSD, or XAU* for all that begin so.</summary>
    public IReadOnlyList<string>? Symbols { get; init; }

    public decimal? Amount { get; init; }
}

/// <summary>An amount for each trader who qualifies.</summary>
internal sealed class CpaBody
{
    public decimal? Amount { get; init; }

    public decimal? MinimumDeposit { get; init; }

    public decimal? MinimumLots { get; init; }

    /// <summary>Of signing up; 30 when left out.</summary>
    public int? WithinDays { get; init; }
}

/// <summary>A part of what the broker has earned.</summary>
internal sealed class RevenueBody
{
    public decimal? Percent { get; init; }

    /// <summary>Whether the commission counts; true when left out.</summary>
    public bool? Commission { get; init; }

    /// <summary>What the markup on the spread earns by the lot.</summary>
    public AmountsBody? Markup { get; init; }
}

/// <summary>Body of a new plan.</summary>
internal sealed class NewPlanRequest : CrmRequest
{
    public string? Name { get; init; }

    public TermsBody? Terms { get; init; }

    public string? By { get; init; }
}

/// <summary>Body of a new version.</summary>
internal sealed class PlanVersionRequest : CrmRequest
{
    public TermsBody? Terms { get; init; }

    /// <summary>Since when; null or the past = now.</summary>
    public DateTimeOffset? From { get; init; }

    public string? By { get; init; }
}

/// <summary>Body of a preview.</summary>
internal sealed class PreviewRequest : CrmRequest
{
    public TermsBody? Terms { get; init; }

    public string? Symbol { get; init; }

    /// <summary>1 when left out.</summary>
    public decimal? Lots { get; init; }

    /// <summary>In the currency of the plan; nothing when left out.</summary>
    public decimal? Commission { get; init; }
}

/// <summary>Body of an assignment of a plan.</summary>
internal sealed class PlanAssignmentRequest : CrmRequest
{
    /// <summary>Null = none.</summary>
    public long? PlanId { get; init; }

    /// <summary>Since when; null or the past = now.</summary>
    public DateTimeOffset? From { get; init; }

    public string? Reason { get; init; }

    public string? By { get; init; }
}

/// <summary>Body of a decision.</summary>
internal sealed class RewardDecisionRequest : CrmRequest
{
    public string? Reason { get; init; }

    public string? By { get; init; }
}

/// <summary>Body of a run.</summary>
internal sealed class NewRunRequest : CrmRequest
{
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    public string? By { get; init; }
}

/// <summary>Body of the release of a hold.</summary>
internal sealed class ReleaseRequest : CrmRequest
{
    /// <summary>The rate that was missing; without one nothing is earned by the fact.</summary>
    public decimal? Rate { get; init; }

    public string? Reason { get; init; }

    public string? By { get; init; }
}

/// <summary>Body of a payout.</summary>
internal sealed class PayoutRequest : CrmRequest
{
    /// <summary>Number of the partner's account; the one that the run found when left out.</summary>
    public long? AccountLogin { get; init; }

    public string? Reason { get; init; }

    public string? By { get; init; }
}
