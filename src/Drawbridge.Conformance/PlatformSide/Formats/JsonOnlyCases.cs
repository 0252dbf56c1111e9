using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Formats;

/// <summary>JSON alone below <c>/cid</c>.</summary>
internal static class JsonOnlyCases
{
    private const string Remedy = "Read and write JSON only below /cid: 415 for another Content-Type, 406 for an Accept header without JSON, both with INVALID_REQUEST.";

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "format/cid-reads-json-only",
            Must("B2P-0-6").Inferred,
            "Calls below /cid answer 415 to XML",
            Remedy,
            static async calls =>
            {
                foreach (var path in new[] { PlatformPaths.CreateUser, PlatformPaths.Link })
                {
                    (await calls.SendAsync("sends XML below /cid", calls.Request(HttpMethod.Post, path) with { Body = "<a/>", ContentType = "application/xml" })).MustRefuse(415, PlatformErrorCode.InvalidRequest);
                }
            }).And(Must("ERR-43")),
        Case(
            "format/ctid-reads-json-only",
            Must("WS-9"),
            "Calls 5.1 and 5.3 refuse XML",
            Remedy,
            static async calls =>
            {
                foreach (var path in new[] { PlatformPaths.CreateCtid, PlatformPaths.ChangeCtidTraderAccount })
                {
                    (await calls.SendAsync("sends XML below /cid", calls.Request(HttpMethod.Post, path) with { Body = "<a/>", ContentType = "application/xml" })).MustRefuse(415, PlatformErrorCode.InvalidRequest);
                }
            }),
        Case(
            "format/cid-writes-json-only",
            Must("B2P-0-6").Inferred,
            "Calls below /cid answer 406 when JSON is not acceptable",
            Remedy,
            static async calls => (await calls.SendAsync("asks for XML below /cid", Lookup(calls).WithHeader("Accept", "application/xml"))).MustRefuse(406, PlatformErrorCode.InvalidRequest)).And(Must("ERR-43")),
        Case(
            "format/cid-without-accept",
            Must("B2P-0-6"),
            "Calls below /cid answer JSON without an Accept header",
            Remedy,
            static async calls =>
            {
                var email = calls.NewEmail();
                await calls.NewUserAsync(email);
                (await calls.SendAsync("looks a user up without an Accept header (3.11)", Lookup(calls).AddQuery("email", email).WithHeader("Accept", null))).MustSucceed().MustBeJson();
            }),
        Case(
            "format/redeem-reads-json-only",
            Must("B2P-redeem-8").Inferred,
            "The redeem call answers 415 to XML",
            Remedy,
            static async calls => (await calls.SendAsync("sends XML to the redeem call", calls.Request(HttpMethod.Post, PlatformPaths.Redeem) with { Body = "<a/>", ContentType = "application/xml" })).MustRefuse(415, PlatformErrorCode.InvalidRequest)),
    ];

    private static TargetRequest Lookup(PlatformCalls calls) => calls.Request(HttpMethod.Get, PlatformPaths.UserId, body: null, ("brokerCrmName", calls.Crm));
}
