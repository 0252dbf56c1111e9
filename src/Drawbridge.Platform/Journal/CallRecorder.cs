using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Clock;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Platform.Journal;

/// <summary>Puts each call of a broker into the journal and the log.</summary>
internal sealed partial class CallRecorder(CallJournal journal, BrokerDirectory brokers, VirtualClock clock, ILogger<CallRecorder> logger)
{
    /// <summary>Handles a call and remembers it, however it ends.</summary>
    public async Task RunAsync(HttpContext context, string correlationId, Func<Task> handle)
    {
        var (at, offset, started, record) = (clock.Real.GetUtcNow(), clock.Offset, clock.GetTimestamp(), new CallRecord());
        context.Features.Set(record);
        try
        {
            await handle();
        }
        finally
        {
            var entry = NewEntry(context, record) with
            {
                At = at,
                VirtualTime = offset == TimeSpan.Zero ? null : at + offset,
                Milliseconds = clock.GetElapsedTime(started).TotalMilliseconds,
                CorrelationId = correlationId,
            };
            journal.Add(entry);
            LogCall(entry.Call ?? "unknown", entry.BrokerCrmName, entry.BrokerName, entry.Status, record.ErrorCode, (long)entry.Milliseconds, correlationId);
        }
    }

    private JournalEntry NewEntry(HttpContext context, CallRecord record)
    {
        var request = context.Request;
        var endpoint = context.GetEndpoint();
        var call = endpoint?.Metadata.GetMetadata<CallName>()?.Value;
        var names = CallNames.Of(request.Query, record.Request, brokers);
        return new()
        {
            At = default,
            Milliseconds = 0,
            CorrelationId = "",
            Direction = JournalEntry.FromBroker,
            Call = call,
            Method = request.Method,
            Route = call is null ? Masking.Query(request.Path) : (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "",
            Url = $"{request.Scheme}://{request.Host}{Masking.Query(request.Path)}",
            Query = Masking.Query(request.QueryString.Value),
            Status = record.IsDropped ? 0 : context.Response.StatusCode,
            RequestBody = Masking.Request(record.Request),
            ResponseBody = record.IsDropped ? null : Masking.Response(record.Response),
            Fault = record.Fault,
            BrokerName = names.BrokerName,
            BrokerCrmName = names.BrokerCrmName,
        };
    }

    // B2P-0-24
    [LoggerMessage(1, LogLevel.Information, "Call {Call} from {BrokerCrmName}/{BrokerName}: {Status} {ErrorCode}, {Milliseconds} ms ({CorrelationId})")]
    private partial void LogCall(string call, string? brokerCrmName, string? brokerName, int status, string? errorCode, long milliseconds, string correlationId);
}
