using System.Globalization;
using Drawbridge.Broker.Chat;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.SignIn;
using Drawbridge.Broker.Live;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Chat;

/// <summary>Tells an open page of the console to fetch what is new.</summary>
internal sealed class DeskLive(DeskSignals signals, DeskTraders traders, StaffSessions sessions, LiveStream stream)
{
    public async Task<IResult> OpenAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var signal = signals.TryOpen(context.GetCaller().Member.Id);
        return signal is null
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : await stream.RunAsync(context, signal.TakeAsync, SayAsync, cancellationToken);

        async Task<LiveWord> SayAsync(IReadOnlyCollection<string>? changed, CancellationToken stopping)
        {
            if (await sessions.FindAsync(context, stopping) is not { } caller || !caller.May(ConsolePermission.ReadChat))
            {
                return LiveWord.End;
            }

            return changed is not null && await IsOursAsync(caller, changed, stopping) ? LiveWord.Changed : LiveWord.Alive;
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
}
