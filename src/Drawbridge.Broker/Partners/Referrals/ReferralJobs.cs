using System.Globalization;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Partners.Referrals;

/// <summary>Asks for the platform to be told of a partner: written down as a job, so that a platform that is down only delays it (FLOW-ATTR1-4).</summary>
internal sealed class ReferralJobs(JobQueue jobs)
{
    public const string Queue = "partner-referral";

    /// <summary>Part of the caller's write; several requests for one partner are one.</summary>
    public Task EnqueueAsync(DbSession session, long brokerId, long partnerId)
    {
        var payload = string.Create(CultureInfo.InvariantCulture, $"{brokerId} {partnerId}");
        return jobs.EnqueueAsync(session, new(Queue, payload) { DedupeKey = payload });
    }
}
