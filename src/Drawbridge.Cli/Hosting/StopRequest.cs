using Drawbridge.Cli.CommandLine;
using Microsoft.AspNetCore.Builder;

namespace Drawbridge.Cli.Hosting;

/// <summary>Ctrl+C or SIGTERM, as the command line hands it on.</summary>
internal static class StopRequest
{
    /// <summary>Completes when the token is cancelled.</summary>
    /// <exception cref="FaultException">A host gave up by itself before that, because a part of it failed for good.</exception>
    public static async Task WaitAsync(IReadOnlyList<WebApplication> hosts, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var either = CancellationTokenSource.CreateLinkedTokenSource([cancellationToken, .. hosts.Select(host => host.Lifetime.ApplicationStopping)]);
        await using (either.Token.Register(ended.SetResult))
        {
            await ended.Task;
        }

        if (!cancellationToken.IsCancellationRequested)
        {
            throw new FaultException("a part of the program failed for good, so it stopped.", "The log says which and why.", ExitCode.Failed);
        }
    }
}
