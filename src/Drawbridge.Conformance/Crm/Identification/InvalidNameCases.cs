using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Identification;

/// <summary>Names that nobody has.</summary>
internal static class InvalidNameCases
{
    /// <summary>No broker and no CRM is called that.</summary>
    public const string Nobody = "nobody-of-this-name";

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. CrmCall.All.SelectMany(Of),
        Message.Case("invalid", "Invalid broker identification parameters", "ERR-8", static (_, request) => request.WithQuery("brokerName", Nobody)),
        new()
        {
            Id = "api/identification/no-challenge",
            Title = "The 401 of unknown names carries no WWW-Authenticate",
            Requirement = Must("BID-31").Inferred,
            Remedy = "Leave the header WWW-Authenticate out: in an iframe it opens the browser's password dialog.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var answer = await run.AskAsync("authenticates with an unknown brokerName", run.Crm.Authenticate().WithQuery("brokerName", Nobody), cancellationToken);
                answer.Must(answer.Header("WWW-Authenticate") is null, "no WWW-Authenticate", $"WWW-Authenticate: {answer.Header("WWW-Authenticate")}");
            },
        },
    ];

    private static IEnumerable<ConformanceCase> Of(CrmCall call) =>
    [
        Case(call, "unknown-brokerName", "an unknown brokerName", "BID-26", static (_, request) => request.WithQuery("brokerName", Nobody)),
        Case(call, "unknown-brokerCrmName", "an unknown brokerCrmName", "BID-26", static (_, request) => request.WithQuery("brokerCrmName", Nobody)),
        Case(call, "other-case-brokerName", "the brokerName in other case", "BID-26", static (run, request) => request.WithQuery("brokerName", InOtherCase(run.Broker.Names.BrokerName))),
        Case(call, "other-case-brokerCrmName", "the brokerCrmName in other case", "BID-26", static (run, request) => request.WithQuery("brokerCrmName", InOtherCase(run.Broker.Names.BrokerCrmName))),
        Case(call, "white-space", "a space after the brokerName", "BID-14", static (run, request) => request.WithQuery("brokerName", run.Broker.Names.BrokerName + " ")),
        Case(call, "other-characters", "a slash after the brokerName", "BID-15", static (run, request) => request.WithQuery("brokerName", run.Broker.Names.BrokerName + "/")),
    ];

    private static ConformanceCase Case(CrmCall call, string name, string what, string requirement, Func<CaseRun, TargetRequest, TargetRequest> change) => new Fault
    {
        Call = call,
        Id = $"api/identification/{call.Number}/{name}",
        What = what,
        Requirement = Must(requirement),
        Also = [Must("ERR-8"), Must("BID-26"), .. call == CrmCall.Authenticate ? [Must("P2B-4.1-7")] : Array.Empty<Requirement>()],
        Status = 401,
        Code = CrmErrorCode.BrokerIdInvalid,
        Remedy = "Compare brokerName and brokerCrmName exactly with those that the platform operator gave you, without trimming and with case, on every call: 401 BROKER_ID_INVALID for any other.",
        MakeAsync = Fault.By(change),
    }.ToCase();

    private static string InOtherCase(string name) => Altered.OtherCase(name) ?? throw new NotOfferedException("names with letters");
}
