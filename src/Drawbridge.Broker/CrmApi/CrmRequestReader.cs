using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Broker.Management;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Drawbridge.Broker.CrmApi;

/// <summary>Reads the body of a call: JSON whatever its <c>Content-Type</c> says (P2B-0-15), at most 64 kB, an object or an error.</summary>
internal static class CrmRequestReader
{
    /// <summary>Largest body in bytes.</summary>
    public const int MaximumBody = 64 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static async Task<(TRequest? Body, CrmError? Error)> ReadAsync<TRequest>(
        HttpContext context, JsonTypeInfo<TRequest> type, bool bodyRequired)
        where TRequest : CrmRequest, new()
    {
        if (context.Request.ContentLength > MaximumBody)
        {
            return (null, CrmError.TooLarge);
        }

        if (!bodyRequired && IsEmpty(context))
        {
            return (new TRequest(), null);
        }

        try
        {
            var body = await DeserializeAsync(context.Request.BodyReader, type, context.RequestAborted);
            return body is null ? (null, CrmError.UnreadableBody)
                : ManagementApi.MayName(context, body.BrokerName, body.BrokerCrmName) ? (body, null)
                : (null, CrmError.BrokerIdInvalid);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, CrmError.TooLarge);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or BadHttpRequestException)
        {
            return (null, CrmError.UnreadableBody); // P2B-0-9: unreadable JSON, a wrong type, a key given twice
        }
    }

    /// <summary>The whole body at once: it is small and mostly there already, and reading JSON piece by piece costs more.</summary>
    private static async ValueTask<TRequest?> DeserializeAsync<TRequest>(PipeReader reader, JsonTypeInfo<TRequest> type, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > MaximumBody)
            {
                // Not the server's own limit, which cuts the connection: whoever still sends would never see the answer.
                reader.AdvanceTo(read.Buffer.End);
                throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
            }

            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            try
            {
                return Deserialize(read.Buffer, type);
            }
            finally
            {
                reader.AdvanceTo(read.Buffer.End);
            }
        }
    }

    private static TRequest? Deserialize<TRequest>(in ReadOnlySequence<byte> body, JsonTypeInfo<TRequest> type)
    {
        var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        return JsonSerializer.Deserialize(bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes, type);
    }

    private static bool IsEmpty(HttpContext context) =>
        context.Request.ContentLength is 0
        || (context.Request.ContentLength is null && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false });
}
