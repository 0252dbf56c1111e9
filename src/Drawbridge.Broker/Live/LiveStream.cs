using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace Drawbridge.Broker.Live;

/// <summary>What an open page hears.</summary>
internal enum LiveWord
{
    /// <summary>Nothing but that the line is alive.</summary>
    Alive,

    /// <summary>There is something new to fetch.</summary>
    Changed,

    /// <summary>That was all: the page is nobody's any more.</summary>
    End,
}

/// <summary>Server-sent events that tell an open page to fetch what is new, and nothing else.</summary>
internal sealed class LiveStream(TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>Time between two signs of life, before each of which it is looked whether the page may still hear.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);

    /// <summary>Speaks until the page is closed, the host stops, or the answer is <see cref="LiveWord.End"/>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="nextAsync">Waits for something to happen.</param>
    /// <param name="sayAsync">What to say to what has happened, or to null when nothing has for a while.</param>
    /// <param name="cancellationToken">The page was closed.</param>
    public async Task<IResult> RunAsync<T>(
        HttpContext context, Func<CancellationToken, Task<T>> nextAsync, Func<T?, CancellationToken, Task<LiveWord>> sayAsync, CancellationToken cancellationToken)
        where T : class
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await SpeakAsync(context, nextAsync, sayAsync, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // When the host stops, the page comes back to another node.
        }

        return Results.Empty;
    }

    private async Task SpeakAsync<T>(
        HttpContext context, Func<CancellationToken, Task<T>> nextAsync, Func<T?, CancellationToken, Task<LiveWord>> sayAsync, CancellationToken cancellationToken)
        where T : class
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await WriteAsync(response, "retry: 3000\n\nevent: open\ndata:\n\n", cancellationToken);
        var next = nextAsync(cancellationToken);
        for (var word = LiveWord.Alive; word != LiveWord.End;)
        {
            var happened = await WaitAsync(next, cancellationToken);
            word = await sayAsync(happened, cancellationToken);
            var text = word switch { LiveWord.End => "event: end\ndata:\n\n", LiveWord.Changed => "event: changed\ndata:\n\n", _ => ":\n\n" };
            await WriteAsync(response, text, cancellationToken);
            if (happened is not null)
            {
                next = nextAsync(cancellationToken);
            }
        }
    }

    private async Task<T?> WaitAsync<T>(Task<T> next, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await next.WaitAsync(Beat, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
