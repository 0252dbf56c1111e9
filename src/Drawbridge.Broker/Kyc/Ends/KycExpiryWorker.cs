using System.Globalization;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Kyc.Ends;

/// <summary>Ends approvals whose time has come (MOD-33).</summary>
internal sealed class KycExpiryWorker(KycCases cases) : IJobHandler
{
    private const string Name = "kyc-expiry";

    /// <inheritdoc/>
    public string Queue => Name;

    public static JobRequest Request(long caseId, DateTimeOffset at)
    {
        var text = caseId.ToString(CultureInfo.InvariantCulture);
        return new(Name, text) { DedupeKey = string.Create(CultureInfo.InvariantCulture, $"{caseId}:{at.ToUnixTimeMilliseconds()}"), RunAt = at };
    }

    /// <inheritdoc/>
    public Task HandleAsync(Job job, CancellationToken cancellationToken) =>
        cases.ExpireAsync(long.Parse(job.Payload, CultureInfo.InvariantCulture), cancellationToken);
}
