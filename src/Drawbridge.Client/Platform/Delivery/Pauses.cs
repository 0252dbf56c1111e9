using Drawbridge.Client.Platform.Lines;

namespace Drawbridge.Client.Platform.Delivery;

/// <summary>The pauses before a line is asked that the same call has asked before.</summary>
internal sealed class Pauses(FailoverOptions options, TimeProvider time)
{
    /// <summary>Waits. False when there is no time for it, or somebody asked for a longer pause (B2P-0-14): then the caller decides.</summary>
    /// <param name="repeats">How many such pauses there were.</param>
    /// <param name="result">What the last attempt came to.</param>
    /// <param name="deadline">Ends the call.</param>
    /// <param name="cancellationToken">The caller gave up.</param>
    public async Task<bool> WaitAsync<T>(int repeats, PlatformResult<T> result, CancellationToken deadline, CancellationToken cancellationToken)
    {
        var pause = options.Pause * (1 << repeats);
        if (deadline.IsCancellationRequested || (result is PlatformResult<T>.Ambiguous { RetryAfter: { } wish } && wish > pause))
        {
            return false;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellationToken);
        try
        {
            await Task.Delay(pause, time, over.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
