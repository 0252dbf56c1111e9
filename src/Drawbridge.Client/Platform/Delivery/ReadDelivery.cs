using Drawbridge.Client.Platform.Lines;

namespace Drawbridge.Client.Platform.Delivery;

/// <summary>
/// A read over several lines: what fails is asked at the next one at once, what does not answer is asked there too, and the first answer
/// counts. With one line it is asked again after a pause.
/// </summary>
internal sealed class ReadDelivery(FailoverOptions options, Pauses pauses, TimeProvider time)
{
    public async Task<PlatformResult<T>> SendAsync<T>(
        Attempts<T> attempts, IReadOnlyList<PlatformLine> lines, CancellationToken deadline, CancellationToken cancellationToken)
    {
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Running<T>>();
        var begun = 0;
        void Begin()
        {
            var line = lines[begun % lines.Count];
            running.Add(new(begun++, line, attempts.OverAsync(line, CancellationToken.None, abandon.Token)));
        }

        try
        {
            Begin();
            while (true)
            {
                var mayHedge = begun < lines.Count && begun < options.Attempts;
                if (await FirstAsync(running, mayHedge, cancellationToken) is not { } ended)
                {
                    Failover.WentOver(attempts.Tags, running[^1].Line, lines[begun % lines.Count], "slow");
                    Begin();
                    continue;
                }

                running.Remove(ended);
                var (result, isFinal) = await ended.Attempt;
                if (isFinal)
                {
                    running.FindAll(other => other.Number < ended.Number).ForEach(static late => late.Line.WasSlow());
                    return result;
                }

                if (running.Count > 0)
                {
                    continue; // another one is under way
                }

                var isRepeat = begun >= lines.Count;
                if (begun >= options.Attempts || (isRepeat && !await pauses.WaitAsync(begun - lines.Count, result, deadline, cancellationToken)))
                {
                    return result;
                }

                Failover.WentOver(attempts.Tags, ended.Line, lines[begun % lines.Count], "failed");
                Begin();
            }
        }
        finally
        {
            await abandon.CancelAsync();
        }
    }

    /// <summary>The first attempt that ends; null when it is time to ask at another line as well.</summary>
    private async Task<Running<T>?> FirstAsync<T>(List<Running<T>> running, bool mayHedge, CancellationToken cancellationToken)
    {
        var first = Task.WhenAny(running.Select(static one => one.Attempt));
        try
        {
            var ended = mayHedge ? await first.WaitAsync(options.HedgeAfter, time, cancellationToken) : await first;
            return running.Find(one => one.Attempt == ended);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>An attempt under way.</summary>
    private sealed record Running<T>(int Number, PlatformLine Line, Task<Attempt<T>> Attempt);
}
