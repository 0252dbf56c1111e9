using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Requests;

/// <summary>What errors have in common.</summary>
internal static class ErrorCases
{
    /// <summary>What stands in pages and traces that servers show to developers.</summary>
    private static readonly string[] Insides =
        ["<html", "<!doctype", "<pre", "Traceback", "Stack trace", "stacktrace", "   at ", "\\n    at ", "Exception", "SQLSTATE", "syntax error at", "node_modules", "vendor/", "/var/www", "select * from", "ORA-0"];

    public static IReadOnlyList<ConformanceCase> All { get; } = [.. CrmCall.All.SelectMany(Of)];

    private static IEnumerable<ConformanceCase> Of(CrmCall call) =>
    [
        new()
        {
            Id = $"api/errors/{call.Number}/shape",
            Title = $"Errors of call {call.Number} have the texts error, message and code in a JSON object",
            Requirement = Must("ERR-1"),
            Also = [Must("P2B-0-6")],
            Remedy = "Write every error as {\"error\":\"Bad Request\",\"message\":\"…\",\"code\":\"…\"} with Content-Type: application/json.",
            RunAsync = async (run, cancellationToken) =>
            {
                var answer = (await RefusedAsync(call, run, cancellationToken)).MustBeJson();
                foreach (var member in new[] { "error", "message", "code" })
                {
                    answer.MustHaveText(member);
                }
            },
        },
        new()
        {
            Id = $"api/errors/{call.Number}/reason",
            Title = $"\"error\" in errors of call {call.Number} is the name of the HTTP status",
            Requirement = Must("ERR-1"),
            Remedy = "Write the reason phrase of the status into error: Bad Request for 400, Unauthorized for 401, Forbidden for 403, Not Found for 404.",
            RunAsync = async (run, cancellationToken) =>
            {
                var answer = await RefusedAsync(call, run, cancellationToken);
                var reason = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(answer.Status);
                answer.Must(string.Equals(answer.Text("error"), reason, StringComparison.OrdinalIgnoreCase), $"\"error\":\"{reason}\"", answer.Text("error") is { } other ? $"\"error\":\"{other}\"" : "a body without \"error\"");
            },
        },
        new()
        {
            Id = $"api/errors/{call.Number}/nothing-given",
            Title = $"Errors of call {call.Number} have none of crmApiToken, accessToken, token, inappToken and userId",
            Requirement = Must("P2B-0-12"),
            Remedy = "Leave the keys of a success out of errors altogether; null is not absent.",
            RunAsync = async (run, cancellationToken) => (await RefusedAsync(call, run, cancellationToken)).MustGiveNothing(),
        },
        new()
        {
            Id = $"api/errors/{call.Number}/no-insides",
            Title = $"Errors of call {call.Number} show no stack trace, SQL or page for developers",
            Requirement = Must("ERR-3").Inferred,
            Remedy = "Switch the developer's error page off in what the platform calls, and answer exceptions with the error body and nothing of their text.",
            RunAsync = async (run, cancellationToken) =>
            {
                var answer = await RefusedAsync(call, run, cancellationToken);
                var found = Insides.FirstOrDefault(text => answer.Body.Contains(text, StringComparison.OrdinalIgnoreCase));
                answer.Must(found is null, "an error without insides of the program", $"one with \"{found}\" in it");
            },
        },
        new()
        {
            Id = $"api/errors/{call.Number}/no-echo",
            Title = $"Errors of call {call.Number} do not repeat what was sent",
            Requirement = Must("ERR-3").Inferred,
            Also = [Must("P2B-0-16").Inferred],
            Remedy = "Say what was wrong by its name, never by its value: passwords and tokens in errors end up in logs.",
            RunAsync = async (run, cancellationToken) =>
            {
                var answer = await RefusedAsync(call, run, cancellationToken);
                answer.Must(!answer.Body.Contains(Telltale, StringComparison.Ordinal), "an error without what was sent", "one that repeats it");
            },
        },
        new()
        {
            Id = $"api/errors/{call.Number}/no-store",
            Title = $"Errors of call {call.Number} may not be kept by caches",
            Requirement = Must("P2B-0-14").Inferred,
            Remedy = "Send Cache-Control: no-store with errors, too.",
            RunAsync = async (run, cancellationToken) => (await RefusedAsync(call, run, cancellationToken)).MustNotBeKept(),
        },
    ];

    /// <summary>What is looked for in errors.</summary>
    private const string Telltale = "telltale-4f6e2b";

    /// <summary>An error: a body of the wrong type, or for 4.5 a userId of words, with the telltale in it. The right password does not come near it.</summary>
    private static async Task<Answer> RefusedAsync(CrmCall call, CaseRun run, CancellationToken cancellationToken)
    {
        var request = await call.RequestAsync(run, cancellationToken);
        request = call.Member is { } member
            ? request.WithMember(member, new System.Text.Json.Nodes.JsonObject { [Telltale] = $"{Telltale}'\"<>" })
            : request.WithQuery("userId", $"{Telltale}'\"<>");
        return (await run.AskAsync($"calls {call.Number} with something of the wrong type", request, cancellationToken)).MustBeRefused();
    }
}
