using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Identification;

/// <summary>A broker that is disabled.</summary>
internal static class DisabledBrokerCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. CrmCall.All.Select(static call => Case(call, "refused", "the names of a disabled broker", Must("P2B-0-11"), 403, CrmErrorCode.InsufficientPermissions, static request => request)),
        .. CrmCall.WithToken.Select(static call => Case(
            call, "token-first", "the names of a disabled broker and a bad crmApiToken", Must("P2B-0-8").Inferred, 403, CrmErrorCode.ClientAuthFailure, static request => request.WithQuery("crmApiToken", "<no> token!"))),
        .. CrmCall.WithBody.Where(static call => call != CrmCall.Authenticate).Select(static call => Case(
            call, "before-required", "the names of a disabled broker and an empty object as body", Must("P2B-0-8").Inferred, 403, CrmErrorCode.InsufficientPermissions, static request => request.WithBody("{}"))),
    ];

    private static ConformanceCase Case(CrmCall call, string name, string what, Requirement requirement, int status, string code, Func<TargetRequest, TargetRequest> change) => new Fault
    {
        Call = call,
        Id = $"api/disabled/{call.Number}/{name}",
        What = what,
        Requirement = requirement,
        Also = [Must("ERR-11")],
        Needs = [Capability.DisabledBroker],
        Status = status,
        Code = code,
        Remedy = "Answer 403 CH_INSUFFICIENT_PERMISSIONS to every call for a broker that is switched off, once its names and the crmApiToken (4.1: the password) are right.",
        MakeAsync = Fault.By((run, request) => change(request.WithNames(run.Broker.Disabled!))),
    }.ToCase();
}
