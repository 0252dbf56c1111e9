using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Journal;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Wire;

/// <summary>Reads the body of a call. Whatever is sent, the worst that comes of it is a fault.</summary>
internal static class RequestBody
{
    private static readonly PlatformFault NotReadable = PlatformFault.Invalid("The body cannot be read as what this call defines.");

    private static readonly PlatformFault TooLong = new(PlatformErrorCode.RequestTooLarge, "The body is longer than this call takes.");

    /// <summary>The body as the type that the call defines, by its content type (WS-3).</summary>
    public static async Task<Outcome<T>> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        var bytes = await ReadBytesAsync(context.Request, BodyLimit.Of(context), context.RequestAborted);
        if (bytes is null)
        {
            return TooLong;
        }

        var format = FormatOf(context.Request, bytes);
        if (!BodyWeight.IsFit(bytes, format))
        {
            return NotReadable;
        }

        var json = format == WireFormat.Xml ? XmlBody.ToJson(bytes, type) : bytes;
        CallRecord.Of(context)?.SetRequest(json ?? bytes);
        return json is null || Parse(json, type) is not { } value ? NotReadable
            : NamesFault(context, json, type) is { } fault ? fault
            : value;
    }

    private static PlatformFault? NamesFault(HttpContext context, byte[] json, JsonTypeInfo type) =>
        context.Features.Get<NamesOfCall>()?.OfBody(
            NamesInBody.Of(json),
            type.Properties.Any(static property => property.Name == NamesInBody.Broker),
            type.Properties.Any(static property => property.Name == NamesInBody.Crm));

    private static WireFormat FormatOf(HttpRequest request, byte[] bytes)
    {
        if (request.ContentType is { } contentType)
        {
            return Negotiation.RequestFormat(contentType) ?? WireFormat.Json;
        }

        return Negotiation.SpeaksXml(request) && bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'<', ..] ? WireFormat.Xml : WireFormat.Json;
    }

    private static T? Parse<T>(byte[] json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            // A NUL is text for JSON and for SQLite, but not for PostgreSQL: nobody needs it in a name.
            return json.AsSpan().IndexOf("\\u0000"u8) >= 0 ? null : JsonSerializer.Deserialize(json, type);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The bytes, null when there are more than the limit. Memory is taken as they come, whatever length is claimed.</summary>
    private static async Task<byte[]?> ReadBytesAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        using var body = new MemoryStream();
        while (body.Length <= limit)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            foreach (var part in read.Buffer)
            {
                body.Write(part.Span);
            }

            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        return body.Length > limit ? null : body.ToArray();
    }
}
