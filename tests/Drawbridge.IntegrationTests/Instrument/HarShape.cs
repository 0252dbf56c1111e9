using System.Globalization;
using System.Text.Json.Nodes;

namespace Drawbridge.IntegrationTests.Instrument;

/// <summary>The structure of HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/): what is required, and of which type.</summary>
internal static class HarShape
{
    /// <summary>Fails when the text is no such archive; returns its entries.</summary>
    public static JsonArray Check(string text)
    {
        var log = JsonNode.Parse(text)!.AsObject().ShouldHaveSingleItem().Value!.AsObject();
        Text(log, "version").ShouldBe("1.2");
        Text(log["creator"]!, "name").ShouldNotBeEmpty();
        Text(log["creator"]!, "version").ShouldNotBeEmpty();
        foreach (var entry in log["entries"]!.AsArray())
        {
            CheckEntry(entry!.AsObject());
        }

        return log["entries"]!.AsArray();
    }

    private static void CheckEntry(JsonObject entry)
    {
        DateTimeOffset.ParseExact(Text(entry, "startedDateTime"), "O", CultureInfo.InvariantCulture).Offset.ShouldBe(TimeSpan.Zero);
        var timings = entry["timings"]!;
        Number(entry, "time").ShouldBe(Number(timings, "send") + Number(timings, "wait") + Number(timings, "receive"));
        entry["cache"]!.AsObject().ShouldBeEmpty();

        var request = entry["request"]!;
        Text(request, "method").ShouldNotBeEmpty();
        Uri.TryCreate(Text(request, "url"), UriKind.Absolute, out _).ShouldBeTrue();
        Text(request, "httpVersion").ShouldStartWith("HTTP/");
        Pairs(request, "queryString");
        CheckMessage(request);
        if (request["postData"] is { } data)
        {
            Text(data, "mimeType").ShouldNotBeEmpty();
            Text(data, "text");
            data["params"]!.AsArray();
        }

        var response = entry["response"]!;
        Number(response, "status");
        Text(response, "statusText");
        Text(response, "httpVersion").ShouldStartWith("HTTP/");
        Text(response, "redirectURL");
        Number(response["content"]!, "size").ShouldBeGreaterThanOrEqualTo(0);
        Text(response["content"]!, "mimeType").ShouldNotBeEmpty();
        CheckMessage(response);
    }

    private static void CheckMessage(JsonNode message)
    {
        message["cookies"]!.AsArray();
        Pairs(message, "headers");
        Number(message, "headersSize").ShouldBeGreaterThanOrEqualTo(-1);
        Number(message, "bodySize").ShouldBeGreaterThanOrEqualTo(-1);
    }

    private static void Pairs(JsonNode parent, string name)
    {
        foreach (var pair in parent[name]!.AsArray())
        {
            Text(pair!, "name").ShouldNotBeEmpty();
            Text(pair!, "value");
        }
    }

    private static string Text(JsonNode parent, string name) => parent[name].ShouldNotBeNull(name).GetValue<string>();

    private static double Number(JsonNode parent, string name) => parent[name].ShouldNotBeNull(name).GetValue<double>();
}
