using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Identification;

/// <summary>Names that are not there, where both are mandatory.</summary>
internal static class MissingNameCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. CrmCall.All.SelectMany(Of),
        Message.Case("missing", "Required broker identification parameters missing", "ERR-7", static (_, request) => request.WithNames(null, null)) with { Needs = [Capability.RequiredIdentification] },
        new Fault
        {
            Call = CrmCall.Authenticate,
            Id = "api/identification/missing-before-invalid",
            What = "an unknown brokerName and no brokerCrmName",
            Requirement = Must("BID-30").Inferred,
            Needs = [Capability.RequiredIdentification],
            Status = 400,
            Code = CrmErrorCode.BrokerIdMissing,
            Remedy = "Look whether both names are there before looking them up.",
            MakeAsync = Fault.By(static request => request.WithNames(InvalidNameCases.Nobody, null)),
        }.ToCase(),
    ];

    private static IEnumerable<ConformanceCase> Of(CrmCall call) =>
    [
        Case(call, "no-names", "neither brokerName nor brokerCrmName", static request => request.WithNames(null, null)),
        Case(call, "no-brokerName", "no brokerName", static request => request.WithQuery("brokerName", null)),
        Case(call, "no-brokerCrmName", "no brokerCrmName", static request => request.WithQuery("brokerCrmName", null)),
        Case(call, "empty-brokerName", "an empty brokerName", static request => request.WithQuery("brokerName", "")),
        Case(call, "empty-brokerCrmName", "an empty brokerCrmName", static request => request.WithQuery("brokerCrmName", "")),
    ];

    private static ConformanceCase Case(CrmCall call, string name, string what, Func<TargetRequest, TargetRequest> change) => new Fault
    {
        Call = call,
        Id = $"api/identification/{call.Number}/{name}",
        What = what,
        Requirement = Must("BID-24"),
        Also = [Must("ERR-7"), Must("BID-21"), .. call == CrmCall.Authenticate ? [Must("P2B-4.1-7"), Must("BID-11")] : Array.Empty<Requirement>()],
        Needs = [Capability.RequiredIdentification],
        Status = 400,
        Code = CrmErrorCode.BrokerIdMissing,
        Remedy = "Demand brokerName and brokerCrmName on every call, in the query or the body: 400 BROKER_ID_MISSING when one is absent or empty. If your platform leaves them out, say identification: optional in the plan.",
        MakeAsync = Fault.By(change),
    }.ToCase();
}
