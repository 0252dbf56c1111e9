using Microsoft.Extensions.Logging;

namespace Drawbridge.Storage.Jobs;

internal static partial class JobLog
{
    [LoggerMessage(LogLevel.Warning, "Attempt {Attempt} at job {Queue} #{Id} failed; the next is in {Delay}")]
    public static partial void AttemptFailed(ILogger logger, Exception exception, string queue, long id, int attempt, TimeSpan delay);

    [LoggerMessage(LogLevel.Error, "Job {Queue} #{Id} was given up after {Attempts} attempts")]
    public static partial void GivenUp(ILogger logger, Exception exception, string queue, long id, int attempts);

    [LoggerMessage(LogLevel.Warning, "Job {Queue} #{Id} took longer than its lease and was taken by another node")]
    public static partial void LeaseLost(ILogger logger, string queue, long id);

    [LoggerMessage(LogLevel.Error, "How job {Queue} #{Id} ended could not be written; it is taken again when its lease ends")]
    public static partial void EndNotWritten(ILogger logger, Exception exception, string queue, long id);

    [LoggerMessage(LogLevel.Error, "Taking jobs of {Queue} was interrupted; it is tried again")]
    public static partial void LoopInterrupted(ILogger logger, Exception exception, string queue);
}
