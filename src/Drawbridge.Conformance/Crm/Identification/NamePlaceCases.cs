using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Identification;

/// <summary>Where names may stand.</summary>
internal static class NamePlaceCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. CrmCall.WithBody.Select(static call => Case(call, "in-body", "both names in its body only", Must("BID-20"), static (run, request) => request.WithNames(null, null)
            .WithMember("brokerName", run.Broker.Names.BrokerName).WithMember("brokerCrmName", run.Broker.Names.BrokerCrmName))),
        .. CrmCall.WithBody.Select(static call => Case(call, "one-in-each", "one name in the query and the other in its body", Must("BID-30").Inferred, static (run, request) => request.WithQuery("brokerCrmName", null)
            .WithMember("brokerCrmName", run.Broker.Names.BrokerCrmName))),
        .. CrmCall.WithBody.Select(static call => Case(call, "in-both", "the same names in query and body", Must("BID-20"), static (run, request) => request
            .WithMember("brokerName", run.Broker.Names.BrokerName).WithMember("brokerCrmName", run.Broker.Names.BrokerCrmName))),
    ];

    private static ConformanceCase Case(CrmCall call, string name, string what, Requirement requirement, Func<CaseRun, TargetRequest, TargetRequest> change) => new()
    {
        Id = $"api/identification/{call.Number}/{name}",
        Title = $"Call {call.Number} with {what} succeeds",
        Requirement = requirement,
        Also = [Must("P2B-0-7"), Must("BID-6"), Must("BID-7")],
        Remedy = "Look for brokerName and brokerCrmName in the query string and in the JSON body.",
        RunAsync = async (run, cancellationToken) =>
            call.MustSucceed(run, await run.AskAsync($"calls {call.Number} with {what}", change(run, await call.RequestAsync(run, cancellationToken)), cancellationToken)),
    };
}
