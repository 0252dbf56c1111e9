using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.CrmApiTokens;

/// <summary>Calls 4.2 to 4.5 without a good <c>crmApiToken</c>.</summary>
internal static class CrmApiTokenCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Invalid(CrmCall.Exchange, "6.1.2"),
        Invalid(CrmCall.Validate, "6.1.3"),
        Invalid(CrmCall.Generate, "6.1.4"),
        .. CrmCall.WithToken.SelectMany(Of),
    ];

    /// <summary>The third step of 6.1.2, 6.1.3 and 6.1.4.</summary>
    private static ConformanceCase Invalid(CrmCall call, string section) => new()
    {
        Id = $"api/{section}/invalid-crmApiToken",
        Title = $"Call {call.Number} with an invalid crmApiToken answers an error and gives nothing",
        Requirement = Must($"CONF-{section}-3"),
        Also = [Must("P2B-0-5"), Must("P2B-0-12")],
        Remedy = "Look the crmApiToken of the query up before anything else of the call is looked at, and answer an error when it is not known.",
        RunAsync = async (run, cancellationToken) =>
            (await run.AskAsync($"calls {call.Number} with a wrong crmApiToken", await UnknownAsync(run, await call.RequestAsync(run, cancellationToken), cancellationToken), cancellationToken))
                .MustBeRefusedEmptyHanded(),
    };

    private static IEnumerable<ConformanceCase> Of(CrmCall call) =>
    [
        Refused(call, "absent", "no crmApiToken", 400, CrmErrorCode.MissingRequiredParameter, Fault.By(static request => request.WithQuery("crmApiToken", null))),
        Refused(call, "empty", "an empty crmApiToken", 403, CrmErrorCode.ClientAuthFailure, Fault.By(static request => request.WithQuery("crmApiToken", ""))),
        Refused(call, "unknown", "an unknown crmApiToken", 403, CrmErrorCode.ClientAuthFailure, UnknownAsync),
        Refused(call, "malformed", "nonsense as crmApiToken", 403, CrmErrorCode.ClientAuthFailure, Fault.By(static request => request.WithQuery("crmApiToken", "<no> token!"))),
        Refused(call, "of-another-crm", "the crmApiToken of another CRM", 403, CrmErrorCode.ClientAuthFailure, OfAnotherCrmAsync) with { Needs = [Capability.OtherCrm] },
        new()
        {
            Id = $"api/crmApiToken/{call.Number}/in-body",
            Title = $"Call {call.Number} takes crmApiToken from the query only",
            Requirement = Must("P2B-0-5").Inferred,
            Remedy = "Read crmApiToken from the query string, where the protocol has it.",
            RunAsync = async (run, cancellationToken) =>
            {
                var request = (await call.RequestAsync(run, cancellationToken)).WithQuery("crmApiToken", null).WithMember("crmApiToken", await run.Crm.TokenAsync(cancellationToken));
                (await run.AskAsync($"calls {call.Number} with crmApiToken in the body", request with { ContentType = "application/json" }, cancellationToken)).MustBeRefusedEmptyHanded();
            },
        },
    ];

    private static ConformanceCase Refused(
        CrmCall call, string name, string what, int status, string code, Func<CaseRun, TargetRequest, CancellationToken, Task<TargetRequest>> makeAsync) => new Fault
    {
        Call = call,
        Id = $"api/crmApiToken/{call.Number}/{name}",
        What = what,
        Requirement = Must("P2B-0-10"),
        Also = [Must(status == 400 ? "ERR-5" : "ERR-10"), Must("P2B-CT-7")],
        Status = status,
        Code = code,
        Remedy = "Answer 400 MISSING_REQUIRED_PARAMETER when the parameter crmApiToken is not there at all, and 403 CH_CLIENT_AUTH_FAILURE for every other value that is not one of yours, never 401.",
        MakeAsync = makeAsync,
    }.ToCase();

    private static async Task<TargetRequest> UnknownAsync(CaseRun run, TargetRequest request, CancellationToken cancellationToken) =>
        request.WithQuery("crmApiToken", Altered.TokenLike(await run.Crm.TokenAsync(cancellationToken)));

    private static async Task<TargetRequest> OfAnotherCrmAsync(CaseRun run, TargetRequest request, CancellationToken cancellationToken) =>
        request.WithQuery("crmApiToken", await run.Crm.OtherCrmsTokenAsync(cancellationToken));
}
