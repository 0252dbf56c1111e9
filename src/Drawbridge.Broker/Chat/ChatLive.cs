using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Live;
using Drawbridge.Broker.Screens;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Chat;

/// <summary>
/// Tells an open screen to fetch what is new. It needs the session's cookie, because a handle must not be in an address; a screen without one asks
/// now and then instead.
/// </summary>
internal sealed class ChatLive(InAppScreens screens, InAppSessions sessions, ChatSignals signals, LiveStream stream)
{
    private static ScreenError TooMany { get; } = ScreenError.Of(StatusCodes.Status503ServiceUnavailable, CrmErrorCode.Busy, "Too many open screens");

    public async Task<IResult> OpenAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Chat, cancellationToken);
        if (who is null)
        {
            return answer!;
        }

        using var signal = signals.TryOpen(who.User.Id);
        return signal is null ? TooMany : await stream.RunAsync(context, signal.TakeAsync, SayAsync, cancellationToken);

        async Task<LiveWord> SayAsync(string? changed, CancellationToken stopping)
        {
            if (await sessions.FindAsync(context, context.GetBroker(), InAppAction.Chat, stopping) is null)
            {
                return LiveWord.End;
            }

            return changed is null ? LiveWord.Alive : LiveWord.Changed;
        }
    }
}
