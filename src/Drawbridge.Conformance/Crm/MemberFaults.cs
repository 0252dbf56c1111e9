using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm;

/// <summary>Faults of a member of the body that has to be there and to be a text.</summary>
/// <param name="Call">The call.</param>
/// <param name="Member">The member.</param>
/// <param name="Needed">The requirement that it is there.</param>
/// <param name="Also">What else says so.</param>
internal sealed record MemberFaults(CrmCall Call, string Member, Requirement Needed, params Requirement[] Also)
{
    /// <summary>The member is absent, empty or null.</summary>
    public IEnumerable<ConformanceCase> Missing =>
    [
        new Fault
        {
            Call = Call, Id = IdOf("missing"), What = $"no {Member}", Requirement = Needed, Also = Absent, Status = 400, Code = CrmErrorCode.MissingRequiredParameter, Remedy = AbsentRemedy,
            MakeAsync = Fault.By(request => request.WithoutMember(Member)),
        }.ToCase(),
        Absence("empty", $"an empty {Member}", "", Needed),
        Absence("null", $"null as {Member}", null, Needed.Inferred),
    ];

    /// <summary>The member is something else.</summary>
    public IEnumerable<ConformanceCase> WrongType =>
    [
        Other("number", $"a number as {Member}", 12345678901234567),
        Other("object", $"an object as {Member}", new JsonObject { ["value"] = "a" }),
        Other("array", $"an array as {Member}", new JsonArray("a", "b")),
        Other("boolean", $"true as {Member}", true),
    ];

    private Requirement[] Absent => [Must("ERR-5"), .. Also];

    private string AbsentRemedy => $"Answer 400 MISSING_REQUIRED_PARAMETER when {Member} is absent, null or empty.";

    private string IdOf(string name) => $"api/{Call.Number}/{Member}-{name}";

    private ConformanceCase Absence(string name, string what, string? value, Requirement requirement) => new Fault
    {
        Call = Call, Id = IdOf(name), What = what, Requirement = requirement, Also = Absent, Status = 400, Code = CrmErrorCode.MissingRequiredParameter, Remedy = AbsentRemedy,
        MakeAsync = Fault.By(request => request.WithMember(Member, value)),
    }.ToCase();

    private ConformanceCase Other(string name, string what, JsonNode value) => new Fault
    {
        Call = Call,
        Id = IdOf(name),
        What = what,
        Requirement = Must("P2B-0-9"),
        Also = [Must("ERR-6")],
        Status = 400,
        Remedy = $"Answer 400 when {Member} is not a JSON string; do not turn other types into text, and let no exception through.",
        MakeAsync = Fault.By(request => request.WithMember(Member, value.DeepClone())),
    }.ToCase();
}
