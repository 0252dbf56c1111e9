using System.Globalization;
using System.Text;
using Drawbridge.Broker.Chat;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.SignIn;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace Drawbridge.Broker.Console.Chat;

/// <summary>Server-sent events that tell an open page of the console to fetch what is new, and nothing else.</summary>
internal sealed class DeskLive(DeskSignals signals, DeskTraders traders, StaffSessions sessions, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>Time between two signs of life, at each of which the session is looked up again.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);

    public async Task<IResult> OpenAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (signals.TryOpen(context.GetCaller().Member.Id) is not { } signal)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
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
                // The page was closed, or the host stops: the page comes back to another node.
            }
        }

        return Results.Empty;
    }

    private async Task StreamAsync(HttpContext context, DeskSignal signal, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await WriteAsync(response, "retry: 3000\n\nevent: open\ndata:\n\n", cancellationToken);
        var raised = signal.TakeAsync(cancellationToken);
        while (true)
        {
            var changed = await WaitAsync(raised, cancellationToken);
            if (await sessions.FindAsync(context, cancellationToken) is not { } caller || !caller.May(ConsolePermission.ReadChat))
            {
                await WriteAsync(response, "event: end\ndata:\n\n", cancellationToken);
                return;
            }

            var isOurs = changed is not null && await IsOursAsync(caller, changed, cancellationToken);
            await WriteAsync(response, isOurs ? "event: changed\ndata:\n\n" : ":\n\n", cancellationToken);
            if (changed is not null)
            {
                raised = signal.TakeAsync(cancellationToken);
            }
        }
    }

    /// <summary>What happens at other CRMs and brokers tells this page nothing, not even that it happens.</summary>
    private async Task<bool> IsOursAsync(StaffCaller caller, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        foreach (var text in userIds)
        {
            if (text == Database.MissedPayload
                || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var userId)
                    && await traders.FindAsync(caller.Scope, userId, cancellationToken) is not null))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<IReadOnlyCollection<string>?> WaitAsync(Task<IReadOnlyCollection<string>> raised, CancellationToken cancellationToken)
    {
        try
        {
            return await raised.WaitAsync(Beat, time, cancellationToken);
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
