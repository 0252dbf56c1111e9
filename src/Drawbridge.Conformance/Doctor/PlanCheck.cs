using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Doctor;

/// <summary>Something about a plan and its target that must be so before cases can say anything.</summary>
/// <param name="Case">Looks, as cases do. What it throws is told as a finding about the plan, never about the target.</param>
/// <param name="IsQuick">Whether it is looked at before each run, which does not begin when it is not so.</param>
/// <param name="IsAdvice">Whether a run makes sense without it.</param>
public sealed record PlanCheck(ConformanceCase Case, bool IsQuick = false, bool IsAdvice = false)
{
    /// <summary>What applies to a plan.</summary>
    /// <param name="side">Which side is looked at.</param>
    /// <param name="quick">Whether only what is looked at before each run.</param>
    public static IReadOnlyList<PlanCheck> Of(Side side, bool quick) =>
        [.. (side == Side.Broker ? BrokerChecks.All : PlatformChecks.All).Where(check => check.IsQuick || !quick)];

    /// <param name="id">A word or two.</param>
    /// <param name="title">What is so when all is well.</param>
    /// <param name="look">Looks.</param>
    /// <param name="needs">What the plan must offer for it to be looked at.</param>
    internal static PlanCheck New(string id, string title, Func<CaseRun, CancellationToken, Task> look, params Capability[] needs) => new(new ConformanceCase
    {
        Id = id, Title = title, Requirement = Requirement.Must("CONF-0-1"), Remedy = "Correct the plan, or what it describes.", Needs = needs, RunAsync = look,
    });

    internal PlanCheck Quick => this with { IsQuick = true };

    internal PlanCheck Advice => this with { IsAdvice = true };

    internal PlanCheck InBrowser => this with { Case = Case with { Kind = CaseKind.Browser } };
}
