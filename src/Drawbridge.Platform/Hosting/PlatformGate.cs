using System.Diagnostics;
using System.Net;
using Drawbridge.Platform.Faults;
using Drawbridge.Platform.Instrument;
using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Hosting;

/// <summary>Around everything that is served here: https, size, headers, the last resort for errors, the journal.</summary>
internal sealed partial class PlatformGate(
    RequestDelegate next, CallRecorder recorder, IncomingFaults faults, IOptions<PlatformOptions> options, ILogger<PlatformGate> logger)
{
    private const int StillRead = 1024 * 1024;

    private static readonly PlatformFault PlainHttp = PlatformFault.Invalid("Only https is served.");

    private static readonly PlatformFault ForeignCaller = new(PlatformErrorCode.NotEnoughRights, "Calls from this address are not accepted.");

    private static readonly PlatformFault TooLong = new(PlatformErrorCode.RequestTooLarge, "The body is longer than this call takes.");

    private static readonly string[] CallPaths = ["/cid", "/v2", "/ctid2", "/v1"];

    private readonly IReadOnlyList<IPNetwork> _allowed = [.. options.Value.AllowedCallers.Select(ToNetwork)];

    public async Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        var isCall = CallPaths.Any(start => path.StartsWithSegments(start, StringComparison.Ordinal));
        if (!isCall && !IsForPeople(path))
        {
            await next(context);
            return;
        }

        var correlationId = CorrelationId.Take(context);
        KeepOutOfTrace(context);
        context.Response.Headers[CorrelationId.Header] = correlationId;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (!isCall)
        {
            await GuardAsync(context, correlationId);
            return;
        }

        await recorder.RunAsync(context, correlationId, () => GuardAsync(context, correlationId));
    }

    private async Task GuardAsync(HttpContext context, string correlationId)
    {
        try
        {
            if (Refusal(context) is { } fault)
            {
                await Answer.WriteAsync(context, fault);
                return;
            }

            LimitBody(context);
            await faults.RunAsync(context, async () =>
            {
                await next(context);
                await DescribeAsync(context);
            });
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await Answer.WriteAsync(context, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLong : PlatformFault.Invalid("The request cannot be read."));
        }
        catch (StorageBusyException) when (!context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = "1";
            await Answer.WriteAsync(context, new(PlatformErrorCode.UnknownError, "Too much is going on. Nothing was done; try again.", Status: 503));
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            LogFailed(e, correlationId);
            await Answer.WriteAsync(context, new(PlatformErrorCode.UnknownError, $"Something went wrong here ({correlationId}).")); // ERR-21, ERR-3
        }
    }

    /// <summary>
    /// The server's own limit cuts the connection, and whoever still sends, or sends the next call on it, would see no answer. So it is
    /// above ours, for what is a little too long, and what is much too long is told that the connection ends.
    /// </summary>
    private static void LimitBody(HttpContext context)
    {
        var limit = BodyLimit.Of(context) + StillRead;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit;
        }

        if (context.Request.ContentLength > limit)
        {
            context.Response.Headers.Connection = "close";
        }
    }

    private PlatformFault? Refusal(HttpContext context)
    {
        if (!context.Request.IsHttps)
        {
            return PlainHttp; // B2P-0-2: refused, not redirected, because a redirect would repeat the token
        }

        var isAllowed = _allowed.Count == 0
            || IsForPeople(context.Request.Path)
            || (context.Connection.RemoteIpAddress is { } address && _allowed.Any(network => network.Contains(Plain(address))));
        return isAllowed ? null : ForeignCaller; // B2P-0-19
    }

    /// <summary>The simulated app and the instrument.</summary>
    private static bool IsForPeople(PathString path) =>
        path.StartsWithSegments("/app", StringComparison.Ordinal) || path.StartsWithSegments(InstrumentMapping.Path, StringComparison.Ordinal);

    /// <summary>A trace says which route was called; addresses hold tokens (B2P-0-23).</summary>
    private static void KeepOutOfTrace(HttpContext context) =>
        Activity.Current?.SetTag("url.query", null).SetTag("url.path", (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "");

    /// <summary>An unknown path or method in the platform's own form (ERR-2).</summary>
    private static Task DescribeAsync(HttpContext context)
    {
        if (context.Response.HasStarted || context.Response.ContentType is not null || context.Response.ContentLength is not null)
        {
            return Task.CompletedTask;
        }

        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Answer.WriteAsync(context, new(PlatformErrorCode.NotFound, "There is nothing at this address.")),
            StatusCodes.Status405MethodNotAllowed => Answer.WriteAsync(context, new(PlatformErrorCode.MethodNotAllowed, "This address has another method.")),
            _ => Task.CompletedTask,
        };
    }

    private static IPNetwork ToNetwork(string text) => IPNetwork.TryParse(text, out var network)
        ? network
        : new(Plain(IPAddress.Parse(text)), Plain(IPAddress.Parse(text)).AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    [LoggerMessage(1, LogLevel.Error, "A request failed ({CorrelationId})")]
    private partial void LogFailed(Exception exception, string correlationId);
}
