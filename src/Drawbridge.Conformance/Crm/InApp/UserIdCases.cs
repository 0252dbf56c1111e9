using System.Globalization;
using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.InApp;

/// <summary>Call 4.4 with values of <c>userId</c> that are not a user's number.</summary>
internal static class UserIdCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new Fault
        {
            Call = CrmCall.Generate,
            Id = "api/4.4/userId-missing",
            What = "no userId",
            Requirement = Must("P2B-0-9"),
            Also = [Must("ERR-5"), Must("P2B-4.4-3")],
            Status = 400,
            Code = CrmErrorCode.MissingRequiredParameter,
            Remedy = "Answer 400 MISSING_REQUIRED_PARAMETER when userId is absent.",
            MakeAsync = Fault.By(static request => request.WithoutMember("userId")),
        }.ToCase(),
        new Fault
        {
            Call = CrmCall.Generate,
            Id = "api/4.4/userId-null",
            What = "null as userId",
            Requirement = Must("P2B-0-9").Inferred,
            Also = [Must("ERR-5")],
            Status = 400,
            Code = CrmErrorCode.MissingRequiredParameter,
            Remedy = "Treat null like an absent userId: 400 MISSING_REQUIRED_PARAMETER.",
            MakeAsync = Fault.By(static request => request.WithMember("userId", null)),
        }.ToCase(),
        WrongType("text", "words as userId", "nobody"),
        WrongType("fraction", "a fraction as userId", 1.5),
        WrongType("boolean", "true as userId", true),
        WrongType("object", "an object as userId", new JsonObject { ["value"] = 1 }),
        WrongType("array", "an array as userId", new JsonArray(1, 2)),
        new()
        {
            Id = "api/4.4/userId-as-text",
            Title = "Call 4.4 takes userId as digits in quotation marks, too",
            Requirement = Must("P2B-4.4-3").Inferred,
            Remedy = "Accept \"userId\":\"10345533\" as well as \"userId\":10345533: both occur.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var request = await CrmCall.Generate.RequestAsync(run, cancellationToken);
                var userId = (await run.Crm.UserAsync(cancellationToken)).UserId.ToString(CultureInfo.InvariantCulture);
                (await run.AskAsync("generates with userId as text", request.WithMember("userId", userId), cancellationToken)).MustHaveStatus(200).MustHaveText("token");
            },
        },
        OutOfReach("zero", "0 as userId", "0"),
        OutOfReach("negative", "a negative userId", "-1"),
        OutOfReach("huge", "a userId of thirty digits", "999999999999999999999999999999"),
    ];

    private static ConformanceCase WrongType(string name, string what, JsonNode value) => new Fault
    {
        Call = CrmCall.Generate,
        Id = $"api/4.4/userId-{name}",
        What = what,
        Requirement = Must("P2B-0-9"),
        Also = [Must("ERR-6")],
        Status = 400,
        Remedy = "Answer 400 when userId is not a whole number; do not cut or convert what comes, and let no exception through.",
        MakeAsync = Fault.By(request => request.WithMember("userId", value.DeepClone())),
    }.ToCase();

    private static ConformanceCase OutOfReach(string name, string what, string number) => new()
    {
        Id = $"api/4.4/userId-{name}",
        Title = $"Call 4.4 with {what} answers 400 or 404, without an OT token",
        Requirement = Must("P2B-4.4-6"),
        Also = [Must("P2B-0-12")],
        Remedy = "Expect any number as userId: one that nobody has is 404, one that you cannot hold is 400, never 500.",
        RunAsync = async (run, cancellationToken) =>
        {
            var request = (await CrmCall.Generate.RequestAsync(run, cancellationToken)).WithBody($$"""{"userId":{{number}}}""");
            (await run.AskAsync($"generates with {what}", request, cancellationToken)).MustHaveStatus(400, 404).MustGiveNothing();
        },
    };
}
