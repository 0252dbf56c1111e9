using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Storage.Jobs;

/// <summary>
/// Does the jobs of every registered <see cref="IJobHandler"/> while the host runs: at once when it is told of one, else when the next
/// one is due. Any number of nodes may run one.
/// </summary>
public sealed class JobWorker(
    Database database,
    JobQueue queue,
    IEnumerable<IJobHandler> handlers,
    IOptions<JobWorkerOptions> options,
    TimeProvider time,
    ILogger<JobWorker> logger) : BackgroundService
{
    // Names this process among the nodes and its earlier lives.
    private readonly string _owner = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var loops = handlers.Select(handler => new JobLoop(queue, handler, _owner, options.Value, time, logger)).ToList();
        using var subscription = database.Subscribe(JobQueue.Channel, name => loops.ForEach(loop => loop.Wake(name)));
        await Task.WhenAll(loops.Select(loop => loop.RunAsync(stoppingToken)));
    }
}
