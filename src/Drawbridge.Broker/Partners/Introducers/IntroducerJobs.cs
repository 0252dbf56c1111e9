using System.Globalization;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Partners.Introducers;

/// <summary>
/// Asks for the platform to be told the partners of traders: written down as jobs. Several requests for one trader are one, which reads how things stand when
/// its turn comes, so that the newest state wins.
/// </summary>
internal sealed class IntroducerJobs(JobQueue jobs)
{
    public const string Queue = "introducers";
    public const string WalkQueue = "introducers-walk";

    /// <summary>The job of one trader.</summary>
    public static JobRequest Request(long brokerId, long userId)
    {
        var payload = string.Create(CultureInfo.InvariantCulture, $"{brokerId} {userId}");
        return new(Queue, payload) { DedupeKey = payload };
    }

    /// <summary>One trader. Part of the caller's write.</summary>
    public Task EnqueueAsync(DbSession session, long brokerId, long userId, DateTimeOffset? runAt = null) =>
        jobs.EnqueueAsync(session, Request(brokerId, userId) with { RunAt = runAt });

    /// <summary>All traders of a partner, or of a broker, behind a number: now, or when a move begins to hold. Part of the caller's write.</summary>
    public Task WalkAsync(DbSession session, long brokerId, long? partnerId, long afterUserId = 0, DateTimeOffset? runAt = null)
    {
        var payload = string.Create(CultureInfo.InvariantCulture, $"{brokerId} {partnerId ?? 0} {afterUserId}");
        var key = runAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"{payload} {at.ToUnixTimeMilliseconds()}") : payload;
        return jobs.EnqueueAsync(session, new(WalkQueue, payload) { DedupeKey = key, RunAt = runAt });
    }

    public static long[] NumbersOf(Job job) => [.. job.Payload.Split(' ').Select(static text => long.Parse(text, CultureInfo.InvariantCulture))];
}
