using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Web;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Reports.Records;

namespace Drawbridge.Conformance.Reports.Files;

/// <summary>All requests of a run with their answers as an HTTP archive (HAR 1.2), which browsers' developer tools open. A page for each case.</summary>
internal static class HarReport
{
    public static void Write(RunRecord run, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var cases = run.Cases.Where(static one => one.Steps.Any(static step => step.Exchange is not null)).ToList();
        json.WriteStartObject();
        json.WriteStartObject("log");
        json.WriteString("version", "1.2");
        json.WriteStartObject("creator");
        json.WriteString("name", "Drawbridge");
        json.WriteString("version", run.Version);
        json.WriteEndObject();
        json.WriteStartArray("pages");
        foreach (var one in cases)
        {
            json.WriteStartObject();
            json.WriteString("startedDateTime", Time(one.StartedAt));
            json.WriteString("id", PageOf(one));
            json.WriteString("title", one.Title);
            json.WriteStartObject("pageTimings");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("entries");
        foreach (var (one, step) in cases.SelectMany(static one => one.Steps.Where(static step => step.Exchange is not null).Select(step => (one, step))))
        {
            Write(json, PageOf(one), step.Text, step.Exchange!);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string page, string text, Exchange exchange)
    {
        var milliseconds = Math.Round(exchange.Duration.TotalMilliseconds, 3);
        json.WriteStartObject();
        json.WriteString("pageref", page);
        json.WriteString("startedDateTime", Time(exchange.StartedAt));
        json.WriteNumber("time", milliseconds);
        json.WriteString("comment", text);
        WriteRequest(json, exchange);
        WriteAnswer(json, exchange);
        json.WriteStartObject("cache");
        json.WriteEndObject();
        json.WriteStartObject("timings");
        json.WriteNumber("send", 0);
        json.WriteNumber("wait", milliseconds);
        json.WriteNumber("receive", 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, Exchange exchange)
    {
        json.WriteStartObject("request");
        json.WriteString("method", exchange.Method);
        json.WriteString("url", exchange.Url);
        WriteShared(json, exchange.RequestHeaders);
        json.WriteStartArray("queryString");
        foreach (var (name, value) in Query(exchange.Url))
        {
            Pair(json, name, value);
        }

        json.WriteEndArray();
        if (exchange.RequestBody is { } body)
        {
            json.WriteStartObject("postData");
            json.WriteString("mimeType", Header(exchange.RequestHeaders, "Content-Type"));
            json.WriteString("text", body);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteAnswer(Utf8JsonWriter json, Exchange exchange)
    {
        json.WriteStartObject("response");
        json.WriteNumber("status", exchange.Status);
        json.WriteString("statusText", exchange.Failure ?? "");
        WriteShared(json, exchange.AnswerHeaders);
        json.WriteStartObject("content");
        json.WriteNumber("size", exchange.AnswerBody?.Length ?? 0);
        json.WriteString("mimeType", Header(exchange.AnswerHeaders, "Content-Type"));
        json.WriteString("text", exchange.AnswerBody ?? "");
        json.WriteEndObject();
        json.WriteString("redirectURL", Header(exchange.AnswerHeaders, "Location"));
        json.WriteEndObject();
    }

    private static void WriteShared(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        json.WriteString("httpVersion", "HTTP/1.1");
        json.WriteStartArray("cookies");
        json.WriteEndArray();
        json.WriteStartArray("headers");
        foreach (var (name, value) in headers)
        {
            Pair(json, name, value);
        }

        json.WriteEndArray();
        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", -1);
    }

    private static void Pair(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    private static IEnumerable<(string Name, string Value)> Query(string url)
    {
        var begin = url.IndexOf('?', StringComparison.Ordinal);
        return begin < 0 ? [] : url[(begin + 1)..].Split('&').Select(static pair => pair.Split('=', 2)).Select(static pair => (HttpUtility.UrlDecode(pair[0]), pair.Length > 1 ? HttpUtility.UrlDecode(pair[1]) : ""));
    }

    private static string Header(IReadOnlyList<KeyValuePair<string, string>> headers, string name) =>
        headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    private static string PageOf(CaseRecord one) => $"{one.Target}/{one.Id}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
