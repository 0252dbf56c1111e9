using Microsoft.Extensions.Logging;

namespace Drawbridge.Storage.Jobs;

/// <summary>One attempt at one job, and what becomes of it.</summary>
internal sealed class JobRun(JobQueue queue, IJobHandler handler, JobWorkerOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Never throws: a job whose end could not be written is taken again when its lease ends.</summary>
    public async Task RunAsync(Job job, CancellationToken stopping)
    {
        using var scope = JobScope.Begin(logger, job);
        try
        {
            if (!await AttemptAsync(job, stopping))
            {
                JobLog.LeaseLost(logger, job.Queue, job.Id);
            }
        }
        catch (Exception e)
        {
            JobLog.EndNotWritten(logger, e, job.Queue, job.Id);
        }
    }

    /// <summary>False when the job was no longer ours at the end.</summary>
    private async Task<bool> AttemptAsync(Job job, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(options.HandlerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeout.Token);
        try
        {
            await handler.HandleAsync(job, either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return await queue.RetryAsync(job, TimeSpan.Zero, "The node was stopped.", CancellationToken.None);
        }
        catch (JobFailedException e)
        {
            return await FailAsync(job, e);
        }
        catch (Exception e) when (job.Attempts >= options.MaxAttempts)
        {
            return await FailAsync(job, e);
        }
        catch (Exception e)
        {
            var delay = options.RetryDelay(job.Attempts);
            JobLog.AttemptFailed(logger, e, job.Queue, job.Id, job.Attempts, delay);
            return await queue.RetryAsync(job, delay, Describe(e), CancellationToken.None);
        }

        return await queue.CompleteAsync(job, CancellationToken.None);
    }

    private static string Describe(Exception e) => $"{e.GetType().Name}: {e.Message}";

    private Task<bool> FailAsync(Job job, Exception e)
    {
        JobLog.GivenUp(logger, e, job.Queue, job.Id, job.Attempts);
        return queue.FailAsync(job, Describe(e), CancellationToken.None);
    }
}
