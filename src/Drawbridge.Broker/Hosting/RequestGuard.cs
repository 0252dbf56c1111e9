using System.Diagnostics;
using System.Text;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Screens;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Hosting;

/// <summary>
/// First in line: https only (P2B-0-4), no caching (P2B-0-14), one place where exceptions become answers (ERR-18), and the one log line of a
/// request, which carries the route and never the query string (P2B-0-16).
/// </summary>
internal sealed class RequestGuard(RequestDelegate next, TimeProvider time, ILogger<RequestGuard> log)
{
    private static readonly TimeSpan BusyRetryAfter = TimeSpan.FromSeconds(1);

    public async Task InvokeAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        if (!context.Request.IsHttps)
        {
            await CrmError.HttpsRequired.ExecuteAsync(context);
            return;
        }

        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        var startedAt = time.GetTimestamp();
        var about = new BrokerLogScope();
        context.Features.Set(about);
        using var scope = log.BeginScope(about);
        try
        {
            await next(context);
        }
        catch (Exception e) when (!response.HasStarted)
        {
            await AnswerAsync(context, e);
        }
        finally
        {
            about.AddTo(context.Features.Get<IHttpMetricsTagsFeature>());
        }

        if (log.IsEnabled(LogLevel.Information))
        {
            var broker = context.FindBroker();
            HostingLog.Answered(
                log,
                context.Request.Method,
                RouteOf(context),
                response.StatusCode,
                Math.Round(time.GetElapsedTime(startedAt).TotalMilliseconds, 1),
                broker?.Name.Value,
                broker?.Crm.Name.Value,
                CorrelationIdOf(context));
        }
    }

    /// <summary>The id by which log, trace and answer of one request are found.</summary>
    public static string CorrelationIdOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        var error = exception switch
        {
            OperationCanceledException when context.RequestAborted.IsCancellationRequested => null, // nobody listens any more
            StorageBusyException => CrmError.Busy(BusyRetryAfter),
            HashingBusyException busy => CrmError.Busy(busy.RetryAfter),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => CrmError.TooLarge,
            BadHttpRequestException => CrmError.UnreadableBody,
            _ => CrmError.Unknown(CorrelationIdOf(context)),
        };
        if (error is null)
        {
            return;
        }

        if (error.Status == StatusCodes.Status500InternalServerError)
        {
            var broker = context.FindBroker();
            HostingLog.Failed(
                log, RouteOf(context), broker?.Name.Value, broker?.Crm.Name.Value, CorrelationIdOf(context), Describe(exception));
        }

        await (IsForPeople(context.Request) ? ScreenOf(error).ExecuteAsync(context) : error.ExecuteAsync(context));
    }

    /// <summary>The endpoints of the platform and of the CRM speak JSON; everything else is looked at.</summary>
    private static bool IsForPeople(HttpRequest request) =>
        !request.Path.StartsWithSegments("/oauth2", StringComparison.Ordinal) && !request.Path.StartsWithSegments("/api", StringComparison.Ordinal);

    private static ScreenError ScreenOf(CrmError error) => error.RetryAfter is { } wait
        ? ScreenError.Busy(wait)
        : ScreenError.Of(error.Status, error.Code, error.Message);

    /// <summary>Types and places of an exception, without its messages: those may quote what the request carried (ERR-3).</summary>
    private static string Describe(Exception exception)
    {
        var text = new StringBuilder();
        for (var e = exception; e is not null; e = e.InnerException)
        {
            text.Append(e.GetType().FullName).AppendLine().AppendLine(e.StackTrace);
        }

        return text.ToString();
    }

    private static string? RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
}
