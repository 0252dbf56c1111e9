using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Crm;

/// <summary>Questions about answers of a CRM.</summary>
internal static class CrmAnswers
{
    private static readonly string[] Given = ["crmApiToken", "accessToken", "token", "inappToken", "userId"];

    /// <summary>Notes what an answer gives, whether it was to give it or not.</summary>
    public static Answer Learn(this CaseRun run, Answer answer)
    {
        run.Secrets.Learn(answer.Text("crmApiToken"), "crmApiToken");
        run.Secrets.Learn(answer.Text("accessToken"), "accessToken");
        run.Secrets.Learn(answer.Text("inappToken"), "inappToken");
        run.Secrets.Learn(answer.Text("token"), "OT token");
        return answer;
    }

    /// <summary>Sends a request and notes what its answer gives.</summary>
    public static async Task<Answer> AskAsync(this CaseRun run, string text, TargetRequest request, CancellationToken cancellationToken) =>
        run.Learn(await run.SendAsync(text, request, cancellationToken));

    /// <summary>None of what only a success gives (P2B-0-12).</summary>
    public static Answer MustGiveNothing(this Answer answer) => answer.MustNotHave(Given);

    /// <summary>An error of the client's doing: 4xx, and nothing that only a success gives.</summary>
    public static Answer MustBeRefusedEmptyHanded(this Answer answer) =>
        answer.Must(answer.Status is >= 400 and < 500, "an error (4xx)", $"status {answer.Status}").MustGiveNothing();

    /// <summary>The code alone, whatever the status.</summary>
    public static Answer MustHaveCode(this Answer answer, string code) =>
        answer.Must(answer.Text("code") == code, $"\"code\":\"{code}\" in the body", answer.Text("code") is { } other ? $"\"code\":\"{other}\"" : "a body without \"code\"");

    /// <summary>No cache may keep it (P2B-0-14).</summary>
    public static Answer MustNotBeKept(this Answer answer) => answer.Must(
        answer.Header("Cache-Control")?.Contains("no-store", StringComparison.OrdinalIgnoreCase) == true,
        "Cache-Control: no-store",
        answer.Header("Cache-Control") is { } header ? $"Cache-Control: {header}" : "no Cache-Control");
}
