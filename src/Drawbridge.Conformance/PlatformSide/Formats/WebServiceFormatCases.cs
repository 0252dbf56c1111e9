using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Formats;

/// <summary>JSON and XML below <c>/v2</c>.</summary>
internal static class WebServiceFormatCases
{
    private const string Answers = "Read Accept with its weights: JSON for application/json and text/json, XML for application/xml and text/xml, XML without it or for */*.";
    private const string Reads = "Read the body by its Content-Type, without one by its first character.";

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Answered("without-accept", Must("WS-1").Inferred, "without an Accept header", null, "application/xml"),
        Answered("any", Must("WS-1").Inferred, "for Accept: */*", "*/*", "application/xml"),
        Answered("json", Must("WS-2"), "for Accept: application/json", "application/json", "application/json").And(Must("B2P-0-7")),
        Answered("text-json", Must("WS-2"), "for Accept: text/json", "text/json", "application/json"),
        Answered("xml", Must("WS-2"), "for Accept: application/xml", "application/xml", "application/xml").And(Must("B2P-0-7")),
        Answered("text-xml", Must("WS-2"), "for Accept: text/xml", "text/xml", "application/xml"),
        Answered("weights", Must("WS-2"), "for an Accept header that weighs XML lower", "application/xml;q=0.5, application/json", "application/json"),
        Case(
            "format/not-acceptable",
            Must("WS-2").Inferred,
            "Web services answer 406 to an Accept header with neither JSON nor XML",
            "Answer 406 INVALID_REQUEST.",
            static async calls => (await GroupsAsync(calls, "text/html")).MustRefuse(406, PlatformErrorCode.InvalidRequest)).And(Must("ERR-43")),
        Case(
            "format/charset",
            Must("WS-8").Inferred,
            "Web services name UTF-8 in Content-Type",
            "Write charset=utf-8 behind the media type.",
            static async calls =>
            {
                var type = (await GroupsAsync(calls, "application/xml")).MustSucceed().Header("Content-Type") ?? "";
                Check.That(type.Contains("charset=utf-8", StringComparison.OrdinalIgnoreCase), "charset=utf-8", type.Length == 0 ? "no Content-Type" : type);
            }),
        Read("json", Must("WS-3"), "JSON by its Content-Type", "application/json", static body => body.ToJsonString()),
        Read("xml", Must("WS-3"), "XML by its Content-Type", "application/xml", Xml).And(Must("WS-5"), Must("WS-6")),
        Read("text-xml", Must("WS-3"), "XML as text/xml", "text/xml; charset=utf-8", Xml),
        Read("xml-without-type", Must("WS-3").Inferred, "XML without a Content-Type", null, Xml),
        Read("json-without-type", Must("WS-3").Inferred, "JSON without a Content-Type", null, static body => body.ToJsonString()),
        Case(
            "format/unknown-type",
            Must("WS-3").Inferred,
            "Web services answer 415 to a body that is neither JSON nor XML",
            Reads,
            static async calls => (await PostAsync(calls, (await calls.TraderAsync()).ToJsonString(), "text/plain", "application/json")).MustRefuse(415, PlatformErrorCode.InvalidRequest)).And(Must("ERR-43")),
        Case(
            "format/xml-text",
            Must("WS-7").Inferred,
            "Texts in XML are escaped",
            "Escape what XML reserves, in both directions.",
            static async calls =>
            {
                var body = await calls.TraderAsync();
                body["description"] = "<b> & \"ü\" 🙂";
                var root = (await PostAsync(calls, body.ToJsonString(), "application/json", "application/xml")).MustSucceed().Xml();
                Check.That(root?.Element("description")?.Value == "<b> & \"ü\" 🙂", "the description as it was sent", root is null ? "no XML" : "another text");
            }),
        Case(
            "format/xml-nested",
            Must("WS-5").Inferred,
            "Objects in XML are nested elements",
            "Write one element for each key, nested where JSON is nested, none for null.",
            static async calls =>
            {
                var body = await calls.TraderAsync();
                body["contactDetails"] = new JsonObject { ["city"] = "Limassol" };
                var root = (await PostAsync(calls, body.ToJsonString(), "application/json", "application/xml")).MustSucceed().Xml();
                Check.That(root?.Element("contactDetails")?.Element("city")?.Value == "Limassol", "contactDetails with city inside", "something else");
                Check.That(root.Element("name") is null, "no element for what is not known", "an element name");
            }),
        Case(
            "format/xml-list",
            Must("WS-5").Inferred,
            "Lists in XML are repeated elements",
            "Repeat the element for each member of a list.",
            static async calls =>
            {
                var root = (await calls.SendAsync("lists deposit assets (6.2)", calls.Request(HttpMethod.Get, PlatformPaths.DepositAssets).WithHeader("Accept", "application/xml"))).MustSucceed().Xml();
                Check.That(root is not null && root.Elements("depositAsset").Any(asset => asset.Value == calls.Target.DepositCurrency), "an element depositAsset for each asset", "something else");
            }),
        Case(
            "format/xml-booleans",
            Must("WS-7").Inferred,
            "Booleans in XML are true and false",
            "Write true and false in small letters.",
            static async calls =>
            {
                var root = (await PostAsync(calls, (await calls.TraderAsync()).ToJsonString(), "application/json", "application/xml")).MustSucceed().Xml();
                Check.That(root?.Element("swapFree")?.Value == "false", "<swapFree>false</swapFree>", root?.Element("swapFree")?.Value ?? "no such element");
            }),
        Case(
            "format/document-type",
            Must("WS-7").Inferred,
            "XML with a document type is refused",
            "Refuse document types and external entities.",
            static async calls =>
            {
                var xml = "<!DOCTYPE a [<!ENTITY x \"FULL_ACCESS\">]>" + Xml(await calls.TraderAsync()).Replace("FULL_ACCESS", "&x;", StringComparison.Ordinal);
                (await PostAsync(calls, xml, "application/xml", "application/json")).MustRefuse(PlatformErrorCode.InvalidRequest);
            }),
        Refusal("format/broken-json", Must("ERR-22"), "A body that is no JSON", PlatformErrorCode.InvalidRequest, static calls => PostAsync(calls, "{\"balance\":", "application/json", "application/json")),
        Refusal("format/broken-xml", Must("ERR-22"), "A body that is no XML", PlatformErrorCode.InvalidRequest, static calls => PostAsync(calls, "<a><b></a>", "application/xml", "application/json")),
    ];

    internal static Task<Answer> GroupsAsync(PlatformCalls calls, string? accept) => calls.SendAsync("lists the groups (4.11)", calls.Request(HttpMethod.Get, PlatformPaths.TraderGroups).WithHeader("Accept", accept));

    internal static Task<Answer> PostAsync(PlatformCalls calls, string body, string? contentType, string? accept) => calls.SendAsync(
        "opens an account (3.3)", calls.Request(HttpMethod.Post, PlatformPaths.Traders).WithHeader("Accept", accept) with { Body = body, ContentType = contentType });

    private static string Xml(JsonObject body) => new System.Xml.Linq.XElement("anything", body.Select(static member => new System.Xml.Linq.XElement(member.Key, member.Value!.ToString()))).ToString();

    private static ConformanceCase Answered(string id, Requirement requirement, string when, string? accept, string expected) => Case(
        $"format/answer-{id}",
        requirement,
        $"Web services answer {(expected.EndsWith("xml", StringComparison.Ordinal) ? "XML" : "JSON")} {when}",
        Answers,
        async calls =>
        {
            var answer = (await GroupsAsync(calls, accept)).MustHaveStatus(200);
            var type = answer.Header("Content-Type") ?? "";
            answer.Must(type.StartsWith(expected, StringComparison.OrdinalIgnoreCase), $"Content-Type {expected}", type.Length == 0 ? "none" : type);
            answer.Must(answer.Xml() is not null == expected.EndsWith("xml", StringComparison.Ordinal), $"a body of {expected}", "another one");
        });

    private static ConformanceCase Read(string id, Requirement requirement, string what, string? contentType, Func<JsonObject, string> write) => Case(
        $"format/read-{id}",
        requirement,
        $"Web services read {what}",
        Reads,
        async calls => (await PostAsync(calls, write(await calls.TraderAsync()), contentType, "application/json")).MustSucceed().MustHaveNumber("login"));
}
