using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Faults;

/// <summary>Lets the faults that were drawn befall a call of a broker.</summary>
internal sealed class IncomingFaults(FaultRegistry faults, BrokerDirectory brokers, TimeProvider time)
{
    public async Task RunAsync(HttpContext context, Func<Task> handle)
    {
        if (faults.IsEmpty || CallRecord.Of(context) is not { } record || context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await handle();
            return;
        }

        var names = faults.AsksForBroker ? await NamesAsync(context) : default;
        var hits = faults.Draw(new(
            FaultRegistry.In,
            endpoint.Metadata.GetMetadata<CallName>()?.Value,
            [$"{context.Request.Method} {endpoint.RoutePattern.RawText}"],
            broker => names.BrokerName == broker
                || (names.BrokerName is null && names.BrokerCrmName is { } crm && brokers.FindBroker(broker)?.BrokerCrmName.Value == crm)));
        record.SetFault(hits);
        foreach (var latency in hits.Where(static hit => hit.Rule.Kind == FaultKind.Latency))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(latency.Rule.LatencyMs!.Value), time, context.RequestAborted);
        }

        await RunAsync(context, record, hits.FirstOrDefault(static hit => hit.Rule.Kind != FaultKind.Latency)?.Rule, handle);
    }

    private static async Task RunAsync(HttpContext context, CallRecord record, FaultRule? rule, Func<Task> handle)
    {
        switch (rule?.Kind)
        {
            case FaultKind.Error:
                if (rule.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
                {
                    context.Response.Headers.RetryAfter = "1";
                }

                await Answer.WriteAsync(context, new(rule.ErrorCode!, "A fault of the instrument.", rule.Status));
                break;
            case FaultKind.DropBefore:
                Drop(context, record);
                break;
            case FaultKind.DropAfter:
                try
                {
                    await CaptureAsync(context, handle);
                }
                finally
                {
                    Drop(context, record); // what was done is committed, and not a byte of the answer has left
                }

                break;
            case FaultKind.Malformed:
                await SendBrokenAsync(context, record, await CaptureAsync(context, handle));
                break;
            default:
                await handle();
                break;
        }
    }

    private static void Drop(HttpContext context, CallRecord record)
    {
        record.SetDropped();
        context.Abort();
    }

    /// <summary>Runs the handler and keeps its answer back.</summary>
    private static async Task<byte[]> CaptureAsync(HttpContext context, Func<Task> handle)
    {
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var answer = new MemoryStream();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        try
        {
            await handle();
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            return answer.ToArray();
        }
        finally
        {
            context.Features.Set(body);
        }
    }

    private static async Task SendBrokenAsync(HttpContext context, CallRecord record, byte[] answer)
    {
        var broken = BrokenAnswer.Of(answer);
        var response = context.Response;
        response.StatusCode = response.StatusCode == StatusCodes.Status204NoContent ? StatusCodes.Status200OK : response.StatusCode;
        response.ContentType ??= "application/json; charset=utf-8";
        response.ContentLength = broken.Length;
        record.SetResponse(broken, record.ErrorCode);
        await response.Body.WriteAsync(broken, context.RequestAborted);
    }

    /// <summary>Which broker the call names, before its handler reads it.</summary>
    private async Task<(string? BrokerName, string? BrokerCrmName)> NamesAsync(HttpContext context)
    {
        var limit = BodyLimit.Of(context);
        context.Request.EnableBuffering(limit + 2);
        var buffer = new byte[limit];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, limit, throwOnEndOfStream: false, context.RequestAborted);
        context.Request.Body.Position = 0;
        var body = buffer[..length];
        return CallNames.Of(context.Request.Query, body is [(byte)'<', ..] ? NamesInXml(body) : body, brokers);
    }

    private static byte[]? NamesInXml(byte[] body)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XDocument.Load(reader).Root!;
            return JsonSerializer.SerializeToUtf8Bytes(
                root.Elements().Where(static e => e.Name.LocalName is "brokerName" or "brokerCrmName")
                    .GroupBy(static e => e.Name.LocalName, StringComparer.Ordinal).ToDictionary(static e => e.Key, static e => e.First().Value, StringComparer.Ordinal));
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
