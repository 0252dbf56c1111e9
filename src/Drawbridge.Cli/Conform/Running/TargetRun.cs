using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Plans;

namespace Drawbridge.Cli.Conform.Running;

/// <summary>Cases that are run against a target.</summary>
/// <param name="Plan">The target.</param>
/// <param name="Cases">The cases, in the order of the catalogue.</param>
internal sealed record TargetRun(ConformancePlan Plan, IReadOnlyList<ConformanceCase> Cases);
