using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Requests;

/// <summary>Bodies that no caller should send, and ones that are unusual and fine.</summary>
internal static class BodyCases
{
    private const int Depth = 500;

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. CrmCall.WithBody.SelectMany(Of),
        .. CrmCall.All.Select(Unknown),
        Sound(CrmCall.Exchange, "large-unknown-key", "a key of 40,000 characters that nobody knows", static request => request.WithMember("more", new string('x', 40_000)), Must("P2B-0-13").Inferred),
    ];

    private static IEnumerable<ConformanceCase> Of(CrmCall call) =>
    [
        Unreadable(call, "cut-off", "a body that is cut off", static body => body[..(body.Length / 2)]),
        Unreadable(call, "no-json", "a body that is no JSON", static _ => "brokers=all&json=no"),
        Unreadable(call, "empty-body", "an empty body", static _ => ""),
        Unreadable(call, "array", "a JSON array as body", static body => $"[{body}]"),
        Unreadable(call, "null", "null as body", static _ => "null"),
        Unreadable(call, "text", "a JSON text as body", static _ => "\"text\""),
        Unreadable(call, "too-deep", $"{Depth} objects within each other", static _ => string.Concat(Enumerable.Repeat("{\"a\":", Depth)) + "1" + new string('}', Depth)),
        Sound(call, "charset", "a charset in its Content-Type", static request => request with { ContentType = "application/json; charset=utf-8" }, Must("P2B-0-6")),
        Sound(call, "content-type", "another Content-Type", static request => request with { ContentType = "text/plain" }, Should("P2B-0-15").Inferred),
        Sound(call, "white-space", "line breaks and indentation in its body", static request => request.WithBody($"\r\n\t {request.Body!.Replace("{", "{\n    ", StringComparison.Ordinal)} \n"), Must("P2B-0-6")),
    ];

    private static ConformanceCase Unreadable(CrmCall call, string name, string what, Func<string, string> change) => new Fault
    {
        Call = call,
        Id = $"api/requests/{call.Number}/{name}",
        What = what,
        Requirement = Must("P2B-0-9"),
        Also = [Must("ERR-6"), Must(call.Requirement)],
        Status = 400,
        Remedy = "Answer 400 whenever the body is not a JSON object that can be read; catch what your JSON library throws.",
        MakeAsync = Fault.By(request => request.WithBody(change(request.Body!))),
    }.ToCase();

    private static ConformanceCase Sound(CrmCall call, string name, string what, Func<TargetRequest, TargetRequest> change, Requirement requirement) => new()
    {
        Id = $"api/requests/{call.Number}/{name}",
        Title = $"Call {call.Number} with {what} succeeds as it does otherwise",
        Requirement = requirement,
        Also = [Must(call.Requirement)],
        Remedy = "Read the body as UTF-8 JSON whatever the Content-Type says, and pay no heed to keys that you do not know.",
        RunAsync = async (run, cancellationToken) =>
            call.MustSucceed(run, await run.AskAsync($"calls {call.Number} with {what}", change(await call.RequestAsync(run, cancellationToken)), cancellationToken)),
    };

    private static ConformanceCase Unknown(CrmCall call) => new()
    {
        Id = $"api/requests/{call.Number}/unknown-names",
        Title = $"Call {call.Number} pays no heed to parameters and keys that it does not know",
        Requirement = Must("P2B-0-13").Inferred,
        Kind = call.KindOfSuccess,
        Remedy = "Ignore query parameters and keys of the body that you do not know: the platform may add some.",
        RunAsync = async (run, cancellationToken) =>
        {
            var request = (await call.RequestAsync(run, cancellationToken)).AddQuery("addedLater", "1");
            request = call.Member is null ? request : request.WithMember("addedLater", true).WithMember("more", "of it");
            call.MustSucceed(run, await run.AskAsync($"calls {call.Number} with names that it does not know", request, cancellationToken));
        },
    };
}
