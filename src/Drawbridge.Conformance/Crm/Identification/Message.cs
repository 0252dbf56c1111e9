using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Identification;

/// <summary>The three errors whose texts the vendor has fixed.</summary>
internal static class Message
{
    /// <summary>A case about the text of one of them.</summary>
    public static ConformanceCase Case(string name, string text, string requirement, Func<CaseRun, TargetRequest, TargetRequest> change) => new()
    {
        Id = $"api/identification/message-{name}",
        Title = $"The message of the error is \"{text}\"",
        Requirement = Must(requirement),
        Remedy = $"Write \"message\":\"{text}\" into the error, letter by letter.",
        RunAsync = async (run, cancellationToken) =>
        {
            var answer = (await run.AskAsync("authenticates with names that are no good", change(run, run.Crm.Authenticate()), cancellationToken)).MustBeRefused();
            answer.Must(answer.Text("message") == text, $"\"message\":\"{text}\"", answer.Text("message") is { } other ? $"\"message\":\"{other}\"" : "a body without \"message\"");
        },
    };
}
