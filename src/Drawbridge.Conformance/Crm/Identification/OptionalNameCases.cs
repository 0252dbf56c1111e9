using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Identification;

/// <summary>Where the names may be left out.</summary>
internal static class OptionalNameCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. CrmCall.All.Select(static call => Case(call, "without-names", "no names", Must("BID-23"), static request => request.WithNames(null, null))),
        .. CrmCall.All.Select(static call => Case(call, "brokerName-only", "brokerName only", Must("BID-23").Inferred, static request => request.WithQuery("brokerCrmName", null))),
        .. CrmCall.All.Select(static call => Case(call, "brokerCrmName-only", "brokerCrmName only", Must("BID-23").Inferred, static request => request.WithQuery("brokerName", null))),
    ];

    private static ConformanceCase Case(CrmCall call, string name, string what, Requirement requirement, Func<TargetRequest, TargetRequest> change) => new()
    {
        Id = $"api/optional-identification/{call.Number}/{name}",
        Title = $"Call {call.Number} with {what} succeeds where the names are optional",
        Requirement = requirement,
        Also = [Must("BID-22"), Must("BID-25")],
        Needs = [Capability.OptionalIdentification],
        Kind = call.KindOfSuccess,
        Remedy = "Find the broker by the host name and the crmApiToken, and where several are left by the OT token, the access token or the userId.",
        RunAsync = async (run, cancellationToken) =>
            call.MustSucceed(run, await run.AskAsync($"calls {call.Number} with {what}", change(await call.RequestAsync(run, cancellationToken)), cancellationToken)),
    };
}
