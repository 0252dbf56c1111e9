using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Requests;

/// <summary>What answers have in common when the call succeeds.</summary>
internal static class AnswerCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = [.. CrmCall.WithBody.Select(IsJson), .. CrmCall.WithBody.Select(HasStatus), .. CrmCall.All.Select(IsNotKept)];

    private static ConformanceCase IsJson(CrmCall call) => new()
    {
        Id = $"api/answers/{call.Number}/json",
        Title = $"Call {call.Number} answers with JSON and says so",
        Requirement = Must("P2B-0-6"),
        Also = [Must(call.Requirement)],
        Remedy = "Send Content-Type: application/json and a JSON object in UTF-8.",
        RunAsync = async (run, cancellationToken) => (await SucceedAsync(call, run, cancellationToken)).MustBeJson(),
    };

    private static ConformanceCase HasStatus(CrmCall call) => new()
    {
        Id = $"api/answers/{call.Number}/status",
        Title = $"Call {call.Number} answers 200 when it succeeds",
        Requirement = Must(call.Number switch { "4.1" => "P2B-4.1-4", "4.2" => "P2B-4.2-6", "4.3" => "P2B-4.3-5", _ => "P2B-4.4-5" }),
        Also = [Must("ERR-20")],
        Remedy = "Answer 200, not 201, 202 or 204.",
        RunAsync = async (run, cancellationToken) => (await SucceedAsync(call, run, cancellationToken)).MustHaveStatus(200),
    };

    private static ConformanceCase IsNotKept(CrmCall call) => new()
    {
        Id = $"api/answers/{call.Number}/no-store",
        Title = $"The answer to call {call.Number} may not be kept by caches",
        Requirement = Must("P2B-0-14").Inferred,
        Kind = call.KindOfSuccess,
        Remedy = "Send Cache-Control: no-store with every answer of these calls.",
        RunAsync = async (run, cancellationToken) => (await SucceedAsync(call, run, cancellationToken)).MustNotBeKept(),
    };

    private static async Task<Answer> SucceedAsync(CrmCall call, CaseRun run, CancellationToken cancellationToken) =>
        call.MustSucceed(run, await run.AskAsync($"calls {call.Number}", await call.RequestAsync(run, cancellationToken), cancellationToken));
}
