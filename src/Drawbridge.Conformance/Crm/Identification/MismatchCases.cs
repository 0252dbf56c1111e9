using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Identification;

/// <summary>Names that exist and do not belong together.</summary>
internal static class MismatchCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. CrmCall.All.Select(static call => Case(call, "brokerCrmName-of-another", "the brokerCrmName of another CRM", Must("BID-27"), [Capability.OtherCrm], static (run, request) =>
            request.WithQuery("brokerCrmName", run.Broker.Other!.Names.BrokerCrmName))),
        .. CrmCall.All.Select(static call => Case(call, "repeated-brokerName", "two different brokerNames", Must("BID-29").Inferred, [Capability.SecondBroker], static (run, request) =>
            request.AddQuery("brokerName", run.Broker.Second!.Names.BrokerName))),
        .. CrmCall.WithBody.Select(static call => Case(call, "brokerName-in-body-differs", "another broker's brokerName in its body", Must("BID-29"), [Capability.SecondBroker], static (run, request) =>
            request.WithMember("brokerName", run.Broker.Second!.Names.BrokerName))),
        .. CrmCall.WithBody.Select(static call => Case(call, "brokerCrmName-in-body-differs", "another CRM's brokerCrmName in its body", Must("BID-29"), [Capability.OtherCrm], static (run, request) =>
            request.WithMember("brokerCrmName", run.Broker.Other!.Names.BrokerCrmName))),
        Message.Case("mismatch", "Broker identification parameters do not match expected values", "ERR-9", static (run, request) =>
            request.WithQuery("brokerCrmName", run.Broker.Other!.Names.BrokerCrmName)) with { Needs = [Capability.OtherCrm] },
        new Fault
        {
            Call = CrmCall.Authenticate,
            Id = "api/identification/invalid-before-mismatch",
            What = "an unknown brokerName in its body besides the right one",
            Requirement = Must("BID-30").Inferred,
            Status = 401,
            Code = CrmErrorCode.BrokerIdInvalid,
            Remedy = "Look every name up that is there before comparing them with each other: an unknown one is 401.",
            MakeAsync = Fault.By(static request => request.WithMember("brokerName", InvalidNameCases.Nobody)),
        }.ToCase(),
    ];

    private static ConformanceCase Case(CrmCall call, string name, string what, Requirement requirement, Capability[] needs, Func<CaseRun, TargetRequest, TargetRequest> change) => new Fault
    {
        Call = call,
        Id = $"api/identification/{call.Number}/{name}",
        What = what,
        Requirement = requirement,
        Also = [Must("ERR-9"), Must("P2B-0-7")],
        Needs = needs,
        Status = 403,
        Code = CrmErrorCode.BrokerIdMismatch,
        Remedy = "Collect every brokerName and brokerCrmName of query and body: 403 BROKER_ID_MISMATCH when one occurs with different values, or the broker is not one of the CRM.",
        MakeAsync = Fault.By(change),
    }.ToCase();
}
