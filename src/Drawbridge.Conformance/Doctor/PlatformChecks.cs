using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.PlatformSide;
using static Drawbridge.Conformance.Doctor.PlanCheck;

namespace Drawbridge.Conformance.Doctor;

/// <summary>A plan that looks at a platform's side.</summary>
internal static class PlatformChecks
{
    public static IReadOnlyList<PlanCheck> All { get; } =
    [
        New("address", "the platform's side is reached, and its certificate is trusted", static async (run, cancellationToken) => await BrokerChecks.Tolerant(
            () => run.SendAsync("opens the address", new TargetRequest(HttpMethod.Get, run.Plan.PlatformTarget!.Url) { ContentType = null }, cancellationToken), "it takes requests, and does not answer them")).Quick,
        New("manager", "call 3.1 knows the manager", static async (run, cancellationToken) => await new PlatformCalls(run, cancellationToken).TokenAsync()).Quick,
    ];
}
