using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Platform.Journal;

/// <summary>Entries as a HTTP archive (HAR 1.2), which browsers' developer tools and others open. Secrets are masked, as everywhere in the journal.</summary>
internal sealed class HarResult(IReadOnlyList<JournalEntry> entries) : IResult
{
    private const string FileName = "drawbridge.har";
    private const string HttpVersion = "HTTP/1.1";
    private const string Unknown = "";

    /// <summary>The format's way of saying that nobody counted.</summary>
    private const int NotCounted = -1;

    private static readonly JsonWriterOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename={FileName}";
        await using var har = new Utf8JsonWriter(response.BodyWriter, Readable);
        har.WriteStartObject();
        har.WriteStartObject("log");
        har.WriteString("version", "1.2");
        har.WriteStartObject("creator");
        har.WriteString("name", "Drawbridge");
        har.WriteString("version", typeof(HarResult).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");
        har.WriteEndObject();
        har.WriteStartArray("entries");
        foreach (var entry in entries)
        {
            Write(har, entry);
            await har.FlushAsync(httpContext.RequestAborted);
        }

        har.WriteEndArray();
        har.WriteEndObject();
        har.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter har, JournalEntry entry)
    {
        har.WriteStartObject();
        har.WriteString("startedDateTime", entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        har.WriteNumber("time", entry.Milliseconds);
        WriteRequest(har, entry);
        WriteResponse(har, entry);
        har.WriteStartObject("cache");
        har.WriteEndObject();
        har.WriteStartObject("timings");
        har.WriteNumber("send", 0);
        har.WriteNumber("wait", entry.Milliseconds);
        har.WriteNumber("receive", 0);
        har.WriteEndObject();
        WriteOwn(har, entry);
        har.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter har, JournalEntry entry)
    {
        har.WriteStartObject("request");
        har.WriteString("method", entry.Method);
        har.WriteString("url", entry.Query.Length > 0 ? $"{entry.Url}?{entry.Query}" : entry.Url);
        har.WriteString("httpVersion", HttpVersion);
        WriteHeaders(har, ("X-Correlation-Id", entry.CorrelationId));
        har.WriteStartArray("queryString");
        foreach (var (name, values) in QueryHelpers.ParseQuery(entry.Query))
        {
            foreach (var value in values)
            {
                har.WriteStartObject();
                har.WriteString("name", name);
                har.WriteString("value", value);
                har.WriteEndObject();
            }
        }

        har.WriteEndArray();
        if (entry.RequestBody is { } body)
        {
            har.WriteStartObject("postData");
            har.WriteString("mimeType", "application/json");
            har.WriteStartArray("params");
            har.WriteEndArray();
            har.WriteString("text", body);
            har.WriteEndObject();
        }

        WriteSizes(har, entry.RequestBody);
        har.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter har, JournalEntry entry)
    {
        har.WriteStartObject("response");
        har.WriteNumber("status", entry.Status); // 0: no answer came
        har.WriteString("statusText", entry.Status == 0 ? Unknown : ReasonPhrases.GetReasonPhrase(entry.Status));
        har.WriteString("httpVersion", HttpVersion);
        WriteHeaders(har);
        har.WriteStartObject("content");
        har.WriteNumber("size", Encoding.UTF8.GetByteCount(entry.ResponseBody ?? ""));
        har.WriteString("mimeType", entry.ResponseBody is null ? "x-unknown" : "application/json");
        if (entry.ResponseBody is { } body)
        {
            har.WriteString("text", body);
        }

        har.WriteEndObject();
        har.WriteString("redirectURL", Unknown);
        WriteSizes(har, entry.ResponseBody);
        har.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter har, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        har.WriteStartArray("cookies");
        har.WriteEndArray();
        har.WriteStartArray("headers");
        foreach (var (name, value) in headers)
        {
            har.WriteStartObject();
            har.WriteString("name", name);
            har.WriteString("value", value);
            har.WriteEndObject();
        }

        har.WriteEndArray();
    }

    private static void WriteSizes(Utf8JsonWriter har, string? body)
    {
        har.WriteNumber("headersSize", NotCounted);
        har.WriteNumber("bodySize", Encoding.UTF8.GetByteCount(body ?? ""));
    }

    /// <summary>What the format has no word for; such names begin with an underscore.</summary>
    private static void WriteOwn(Utf8JsonWriter har, JournalEntry entry)
    {
        har.WriteNumber("_id", entry.Id);
        har.WriteString("_direction", entry.Direction);
        har.WriteString("_call", entry.Call);
        har.WriteString("_route", entry.Route);
        har.WriteString("_brokerName", entry.BrokerName);
        har.WriteString("_brokerCrmName", entry.BrokerCrmName);
        har.WriteString("_correlationId", entry.CorrelationId);
        har.WriteString("_fault", entry.Fault);
        har.WriteString("_virtualTime", entry.VirtualTime?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }
}
