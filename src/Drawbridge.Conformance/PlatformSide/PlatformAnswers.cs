using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.PlatformSide;

/// <summary>What cases ask of a platform's answer.</summary>
internal static class PlatformAnswers
{
    /// <summary>The error code, wherever it stands in a JSON or XML body; the exact envelope has a case of its own (ERR-2).</summary>
    public static string? ErrorCode(this Answer answer) => answer.Xml() is { } xml
        ? xml.Descendants().FirstOrDefault(static element => element.Name.LocalName == "errorCode")?.Value
        : Find(answer.Json, "errorCode");

    /// <summary>The body as XML; null when it is none.</summary>
    public static XElement? Xml(this Answer answer)
    {
        try
        {
            return answer.Body.TrimStart().StartsWith('<') ? XDocument.Parse(answer.Body).Root : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Refused with a code; what status that has is asked elsewhere, because no status was published.</summary>
    public static Answer MustRefuse(this Answer answer, string code)
    {
        answer.MustBeRefused();
        return answer.Must(answer.ErrorCode() == code, $"\"errorCode\":\"{code}\" in the body", answer.ErrorCode() is { } other ? $"{answer.Status} with \"errorCode\":\"{other}\"" : $"{answer.Status} and a body without errorCode");
    }

    public static Answer MustRefuse(this Answer answer, int status, string code) => answer.MustRefuse(code).MustHaveStatus(status);

    public static Answer MustBeEmpty(this Answer answer) => answer.Must(answer.Body.Length == 0, "an empty body", $"a body of {answer.Body.Length} characters");

    /// <summary>The body as a JSON object.</summary>
    public static JsonObject MustBeObject(this Answer answer)
    {
        answer.MustBeJson();
        return JsonNode.Parse(answer.Body) as JsonObject ?? throw new NonconformityException("a JSON object", "another kind of JSON");
    }

    /// <summary>The object has a list of that name.</summary>
    public static IReadOnlyList<JsonObject> MustHaveList(this JsonObject body, string member) => body[member] is JsonArray list
        ? [.. list.OfType<JsonObject>()]
        : throw new NonconformityException($"a list \"{member}\"", body.ContainsKey(member) ? $"\"{member}\" that is no list" : "a body without it");

    /// <summary>The object has a member with that value.</summary>
    /// <param name="body">The object.</param>
    /// <param name="member">The member.</param>
    /// <param name="value">Null stands for a member that is not there, or null.</param>
    public static JsonObject MustHave(this JsonObject body, string member, JsonNode? value)
    {
        if (!JsonNode.DeepEquals(body[member], value))
        {
            throw new NonconformityException(
                value is null ? $"no \"{member}\"" : $"\"{member}\":{Shown(value)}", body.ContainsKey(member) ? $"\"{member}\":{Shown(body[member])}" : $"a body without \"{member}\"");
        }

        return body;
    }

    /// <summary>The object has a member that is a whole number; returned.</summary>
    public static long MustHaveNumber(this JsonObject body, string member) => body[member] is JsonValue value && value.TryGetValue<long>(out var number)
        ? number
        : throw new NonconformityException($"\"{member}\" as a whole number", body.ContainsKey(member) ? $"\"{member}\":{Shown(body[member])}" : $"a body without \"{member}\"");

    /// <summary>The member as a text, a number or a boolean; null when it is not there.</summary>
    public static string? Text(this JsonObject body, string member) => body[member] is JsonValue value ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString() : null;

    private static string Shown(JsonNode? value) => value is null ? "null" : value.ToJsonString() is { Length: > 200 } text ? $"{text[..200]}…" : value.ToJsonString();

    private static string? Find(JsonElement? element, string member) => element switch
    {
        { ValueKind: JsonValueKind.Object } body => body.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : body.EnumerateObject().Select(one => Find(one.Value, member)).FirstOrDefault(static found => found is not null),
        _ => null,
    };
}
