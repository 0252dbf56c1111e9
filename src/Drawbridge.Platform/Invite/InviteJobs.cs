using System.Globalization;
using Drawbridge.Platform.Hosting;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Invite;

/// <summary>The platform's own queue: a host may have another one for something else.</summary>
internal sealed class InviteJobs(PlatformDatabase database, TimeProvider time)
{
    public const string Attribution = "invite-attribution";
    public const string NewUser = "invite-new-user";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> Queues = [Attribution, NewUser];

    public JobQueue Queue { get; } = new(database.Database, time);

    /// <summary>A job about an invitation. Whatever else it needs is read when it runs.</summary>
    public static JobRequest Request(string queue, long invitedUserId, string brokerName)
    {
        var payload = $"{invitedUserId.ToString(CultureInfo.InvariantCulture)} {brokerName}";
        return new(queue, payload) { DedupeKey = payload };
    }

    public static (long InvitedUserId, string BrokerName) Read(Job job)
    {
        var end = job.Payload.IndexOf(' ', StringComparison.Ordinal);
        return (long.Parse(job.Payload[..end], NumberStyles.None, CultureInfo.InvariantCulture), job.Payload[(end + 1)..]);
    }

    public JobWorker NewWorker(IEnumerable<IJobHandler> handlers, ILogger<JobWorker> logger) =>
        new(database.Database, Queue, handlers, Options.Create(new JobWorkerOptions()), time, logger);
}
