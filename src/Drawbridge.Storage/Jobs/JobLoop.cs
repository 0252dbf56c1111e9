using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Storage.Jobs;

/// <summary>Takes the jobs of one queue, as many at once as may run.</summary>
internal sealed class JobLoop(
    JobQueue queue, IJobHandler handler, string owner, JobWorkerOptions options, TimeProvider time, ILogger logger)
{
    // After an error of the database, and when everything that is due is locked by another node right now.
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    // Holds one wake-up, so that none is lost while the loop is busy.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly JobRun _run = new(queue, handler, options, time, logger);
    private readonly List<Task> _running = [];

    public void Wake(string name)
    {
        if (name == handler.Queue || name == Database.MissedPayload)
        {
            _wake.Writer.TryWrite(true);
        }
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await StepAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                JobLog.LoopInterrupted(logger, e, handler.Queue);
                await PauseUntilAsync(time.GetUtcNow() + ShortPause, stopping);
            }
        }

        await Task.WhenAll(_running);
    }

    private async Task StepAsync(CancellationToken stopping)
    {
        _running.RemoveAll(static task => task.IsCompleted);
        var now = time.GetUtcNow();
        var free = options.MaxParallelism - _running.Count;
        var jobs = free > 0 ? await queue.ClaimAsync(handler.Queue, owner, free, options.Lease, stopping) : [];
        foreach (var job in jobs)
        {
            _running.Add(Task.Run(() => RunOneAsync(job, stopping), CancellationToken.None));
        }

        if (jobs.Count == free)
        {
            // A job that ends wakes the loop.
            await PauseUntilAsync(time.GetUtcNow() + options.PollInterval, stopping);
        }
        else if (jobs.Count == 0)
        {
            await PauseUntilAsync(await NextLookAsync(now, stopping), stopping);
        }
    }

    private async Task RunOneAsync(Job job, CancellationToken stopping)
    {
        await _run.RunAsync(job, stopping);
        _wake.Writer.TryWrite(true);
    }

    private async Task<DateTimeOffset> NextLookAsync(DateTimeOffset now, CancellationToken stopping)
    {
        var next = await queue.FindNextRunAtAsync(handler.Queue, stopping) ?? DateTimeOffset.MaxValue;
        var poll = now + options.PollInterval;

        // It was due when nothing could be taken, so another node holds it.
        return next <= now ? now + ShortPause : next < poll ? next : poll;
    }

    private async Task PauseUntilAsync(DateTimeOffset until, CancellationToken stopping)
    {
        var pause = until - time.GetUtcNow();
        await using var timer = time.CreateTimer(
            _ => _wake.Writer.TryWrite(true), state: null, pause > TimeSpan.Zero ? pause : TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        // A clock that somebody sets may have passed it before the timer was there.
        if (time.GetUtcNow() >= until)
        {
            _wake.Writer.TryWrite(true);
        }

        try
        {
            await _wake.Reader.ReadAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The loop looks at the token itself.
        }
    }
}
