using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Drawbridge.IntegrationTests.Platform.Golden;

/// <summary>The XML form of a request, made from its JSON by the rule of the protocol, not by the platform's code (WS-5, WS-6).</summary>
internal static class GoldenXml
{
    public static string Of(JsonNode json) => new XElement("request", Content(json)).ToString(SaveOptions.DisableFormatting);

    private static IEnumerable<object> Content(JsonNode json) => json.AsObject().Where(static member => member.Value is not null)
        .SelectMany(static member => member.Value is JsonArray items ? items.Select(item => Element(member.Key, item!)) : [Element(member.Key, member.Value!)]);

    private static XElement Element(string name, JsonNode value) => value is JsonObject ? new(name, Content(value)) : new(name, Text(value));

    /// <summary>Numbers and booleans are written alike in both.</summary>
    private static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? (string)value! : value.ToJsonString();
}
