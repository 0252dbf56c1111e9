using System.Text;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Screens;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace Drawbridge.Broker.Chat;

/// <summary>
/// Server-sent events that tell an open screen to fetch what is new, and nothing else. They need the session's cookie, because a handle must not be
/// in an address; a screen without one asks now and then instead.
/// </summary>
internal sealed class ChatLive(InAppScreens screens, InAppSessions sessions, ChatSignals signals, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>Time between two signs of life, at each of which the session is looked up again.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);

    private static ScreenError TooMany { get; } = ScreenError.Of(StatusCodes.Status503ServiceUnavailable, CrmErrorCode.Busy, "Too many open screens");

    public async Task<IResult> OpenAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Chat, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        if (signals.TryOpen(who.User.Id) is not { } signal)
        {
            return TooMany;
        }

        using (signal)
        using (var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping))
        {
            try
            {
                await StreamAsync(context, signal, ending.Token);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // The screen was closed, or the host stops: the screen comes back to another node.
            }
        }

        return Results.Empty;
    }

    private async Task StreamAsync(HttpContext context, ChatSignal signal, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await WriteAsync(response, "retry: 3000\n\nevent: open\ndata:\n\n", cancellationToken);
        var raised = signal.WaitAsync(cancellationToken);
        while (true)
        {
            var awake = await IsRaisedAsync(raised, cancellationToken);
            if (await sessions.FindAsync(context, context.GetBroker(), InAppAction.Chat, cancellationToken) is null)
            {
                await WriteAsync(response, "event: end\ndata:\n\n", cancellationToken);
                return;
            }

            await WriteAsync(response, awake ? "event: changed\ndata:\n\n" : ":\n\n", cancellationToken);
            if (awake)
            {
                raised = signal.WaitAsync(cancellationToken);
            }
        }
    }

    private async Task<bool> IsRaisedAsync(Task raised, CancellationToken cancellationToken)
    {
        try
        {
            await raised.WaitAsync(Beat, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
