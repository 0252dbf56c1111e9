using Drawbridge.Client.Platform.Lines;
using Drawbridge.Client.Platform.Wire;

namespace Drawbridge.Client.Platform.Delivery;

/// <summary>
/// A write over several lines, one after the other. It goes to the next one, and then around again after a pause, only when it surely was not
/// sent. After a doubtful end it is sent again only if that brings about the same state, and then nothing but a success takes the doubt away.
/// </summary>
internal sealed class WriteDelivery(FailoverOptions options, Pauses pauses, TimeProvider time)
{
    /// <param name="attempts">The attempts.</param>
    /// <param name="repeat">What sending it twice does.</param>
    /// <param name="lines">Where to.</param>
    /// <param name="mayRepeat">Takes what a further request counts under the hourly limit; false when there is nothing left.</param>
    /// <param name="deadline">Ends all attempts.</param>
    /// <param name="cancellationToken">The caller gave up.</param>
    public async Task<PlatformResult<T>> SendAsync<T>(
        Attempts<T> attempts,
        Repeat repeat,
        IReadOnlyList<PlatformLine> lines,
        Func<bool> mayRepeat,
        CancellationToken deadline,
        CancellationToken cancellationToken)
    {
        PlatformResult<T>.Ambiguous? doubt = null;
        for (var sent = 0; ; sent++)
        {
            var line = lines[sent % lines.Count];
            var (result, isFinal) = await AttemptAsync(attempts, line, hasNext: sent + 1 < lines.Count, cancellationToken);
            doubt ??= result as PlatformResult<T>.Ambiguous;
            if (result is PlatformResult<T>.Answered || (isFinal && repeat != Repeat.SameState))
            {
                return result;
            }

            var isRepeat = sent + 1 >= lines.Count;
            var mustStop = isFinal
                || (doubt is not null && repeat == Repeat.Twice)
                || sent + 1 >= (doubt is null ? Math.Max(lines.Count, options.Attempts) : options.Attempts)
                || deadline.IsCancellationRequested;
            if (mustStop
                || (isRepeat && !await pauses.WaitAsync(sent + 1 - lines.Count, result, deadline, cancellationToken))
                || (result is PlatformResult<T>.Ambiguous && !mayRepeat()))
            {
                return doubt ?? result;
            }

            Failover.WentOver(attempts.Tags, line, lines[(sent + 1) % lines.Count], "failed");
        }
    }

    /// <summary>While there is another line, it is not waited long for a manager token.</summary>
    private async Task<Attempt<T>> AttemptAsync<T>(Attempts<T> attempts, PlatformLine line, bool hasNext, CancellationToken cancellationToken)
    {
        if (!hasNext)
        {
            return await attempts.OverAsync(line, CancellationToken.None, cancellationToken);
        }

        using var patience = new CancellationTokenSource(options.HedgeAfter, time);
        return await attempts.OverAsync(line, patience.Token, cancellationToken);
    }
}
