using Drawbridge.Cli.Doctor;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Doctor;
using Drawbridge.Conformance.Running;
using Verdict = Drawbridge.Conformance.Running.Verdict;

namespace Drawbridge.Cli.Conform.Checkup;

/// <summary>Looks whether a plan and its target are ready, and tells it as findings.</summary>
internal static class PlanCheckup
{
    /// <param name="session">The plan, opened.</param>
    /// <param name="quick">Whether only what is looked at before each run.</param>
    /// <param name="cases">What is to be run: what none of it needs is not asked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<Finding>> RunAsync(RunSession session, bool quick, IReadOnlyList<ConformanceCase> cases, CancellationToken cancellationToken)
    {
        var plan = session.Context.Plan;
        var needsBrowser = cases.Any(static one => one.Kind == CaseKind.Browser || one.Needs.Contains(Capability.Browser));
        var checks = PlanCheck.Of(plan.Side, quick).Where(check => check.Case.Id != "browser" || needsBrowser).ToList();
        var subject = $"plan {plan.Name}";

        // What the target cannot be reached for would be told by every check.
        var first = await LookAsync(session, checks[..1], subject, cancellationToken);
        return first is [{ Verdict: Drawbridge.Cli.Doctor.Verdict.Fault }] ? first : [.. first, .. await LookAsync(session, checks[1..], subject, cancellationToken)];
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(RunSession session, List<PlanCheck> checks, string subject, CancellationToken cancellationToken)
    {
        var results = await session.CheckAsync([.. checks.Select(static check => check.Case)], cancellationToken);
        return [.. checks.Zip(results).Where(static one => one.Second.Verdict.Ran()).Select(one => FindingOf(one.First, one.Second, subject))];
    }

    private static Finding FindingOf(PlanCheck check, CaseResult result, string subject)
    {
        var fault = result.Reason ?? (result.Expected is null ? null : $"expected {result.Expected}, received {result.Received}");
        return result.Verdict == Verdict.Passed || fault is null ? Finding.Ok(subject, check.Case.Id, check.Case.Title)
            : check.IsAdvice ? Finding.Warning(subject, check.Case.Id, fault, result.Remedy ?? check.Case.Remedy)
            : Finding.Fault(subject, check.Case.Id, fault, result.Remedy ?? check.Case.Remedy);
    }
}
