using System.Globalization;
using System.Text;
using System.Text.Json;
using Drawbridge.Platform.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Drawbridge.Platform.Journal;

/// <summary>The journal for the simulated app: a page of it, and what comes as it comes.</summary>
internal static class JournalEndpoints
{
    public static void MapJournal(this IEndpointRouteBuilder app)
    {
        app.MapGet("/app/api/journal", Page);
        app.MapGet("/app/api/journal/stream", StreamAsync);
    }

    private static IResult Page(HttpContext http, CallJournal journal)
    {
        var query = new QueryValues(http.Request.Query);
        var after = query.Number("after") ?? 0;
        return query.Fault is { } fault
            ? Answer.Refuse(fault)
            : Answer.Of<JournalPage>(new JournalPage(journal.After(after)), 200, JournalJson.Default.JournalPage);
    }

    private static async Task StreamAsync(HttpContext http, CallJournal journal, IHostApplicationLifetime lifetime)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var last = http.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : http.Request.Query["after"].ToString();
        var after = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        using var subscription = journal.Subscribe(after);
        try
        {
            await WriteAsync(http, ": open\n\n", ending.Token);
            foreach (var entry in subscription.Backlog)
            {
                await WriteAsync(http, Event(entry), ending.Token);
            }

            await foreach (var item in subscription.ReadAllAsync(ending.Token))
            {
                await WriteAsync(http, Event(item), ending.Token);
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
