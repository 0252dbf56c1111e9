namespace Drawbridge.Cli.Hosting;

/// <summary>Ctrl+C or SIGTERM, as the command line hands it on.</summary>
internal static class StopRequest
{
    /// <summary>Completes, without an exception, when the token is cancelled.</summary>
    public static async Task WaitAsync(CancellationToken cancellationToken)
    {
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(requested.SetResult);
        await requested.Task;
    }
}
