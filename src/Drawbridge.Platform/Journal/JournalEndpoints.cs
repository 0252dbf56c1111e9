using System.Globalization;
using System.Text;
using System.Text.Json;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Drawbridge.Platform.Journal;

/// <summary>The journal: a page of it, one entry, what comes as it comes, and a file for other tools.</summary>
internal static class JournalEndpoints
{
    private static readonly PlatformFault NoEntry = new(PlatformErrorCode.NotFound, "The journal has no such entry (any more).");

    private static readonly PlatformFault TooManyReaders = new(
        PlatformErrorCode.UnknownError, $"{CallJournal.MostReaders} read the stream already: close one of them.", Status: StatusCodes.Status503ServiceUnavailable);

    public static void MapJournal(this IEndpointRouteBuilder instrument)
    {
        instrument.MapGet("/journal", static (HttpContext http, CallJournal journal) =>
            WithFilter(http, filter => Answer.Of<JournalPage>(journal.Read(filter), 200, JournalJson.Default.JournalPage)));
        instrument.MapGet("/journal/{id:long}", static (long id, CallJournal journal) =>
            Answer.Of(journal.Find(id) is { } entry ? entry : (Outcome<JournalEntry>)NoEntry, 200, JournalJson.Default.JournalEntry));
        instrument.MapGet("/journal/stream", Stream);
        instrument.MapGet("/journal/har", static (HttpContext http, CallJournal journal) => WithFilter(http, filter => new HarResult(journal.Read(filter).Entries)));
        instrument.MapDelete("/journal", static (CallJournal journal) =>
        {
            journal.Clear();
            return Results.NoContent();
        });
    }

    private static IResult WithFilter(HttpContext http, Func<JournalFilter, IResult> answer) => JournalFilter.Read(http.Request.Query) switch
    {
        Outcome<JournalFilter>.Done { Value: var filter } => answer(filter),
        Outcome<JournalFilter>.Refused { Fault: var fault } => Answer.Refuse(fault),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IResult Stream(HttpContext http, CallJournal journal, IHostApplicationLifetime lifetime) => WithFilter(http, filter =>
    {
        var last = http.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : http.Request.Query["after"].ToString();
        var after = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        return journal.TrySubscribe(after, filter with { After = 0 }, out var subscription)
            ? new StreamResult(subscription, lifetime.ApplicationStopping)
            : Answer.Refuse(TooManyReaders);
    });

    /// <summary>Server-Sent Events, until the reader goes away or the server stops.</summary>
    private sealed class StreamResult(JournalSubscription subscription, CancellationToken stopping) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using var reading = subscription;
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
            httpContext.Response.ContentType = "text/event-stream";
            httpContext.Response.Headers["X-Accel-Buffering"] = "no";
            try
            {
                await WriteAsync(httpContext, ": open\n\n", ending.Token);
                foreach (var entry in reading.Backlog)
                {
                    await WriteAsync(httpContext, Event(entry), ending.Token);
                }

                await foreach (var item in reading.ReadAllAsync(ending.Token))
                {
                    await WriteAsync(httpContext, Event(item), ending.Token);
                }
            }
            catch (OperationCanceledException)
            {
                // The reader went away, or the server stops.
            }
        }

        private static string Event(object item) => item switch
        {
            JournalEntry entry => $"id: {entry.Id.ToString(CultureInfo.InvariantCulture)}\ndata: {JsonSerializer.Serialize(entry, JournalJson.Default.JournalEntry)}\n\n",
            SessionEnded ended => $"event: session-ended\ndata: {JsonSerializer.Serialize(ended, JournalJson.Default.SessionEnded)}\n\n",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        private static async Task WriteAsync(HttpContext http, string text, CancellationToken cancellationToken)
        {
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            await http.Response.Body.FlushAsync(cancellationToken);
        }
    }
}
