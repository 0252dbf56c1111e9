using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Kyc.Provider;

/// <summary>Asks a provider that has not said how it ended: after a quarter of an hour, then less and less often, at least once a day.</summary>
internal sealed class KycProviderWorker(
    KycProviderStore store, IKycProvider provider, KycVerdicts verdicts, BrokerDirectory directory, JobQueue jobs, TimeProvider time) : IJobHandler
{
    private const string Name = "kyc-provider";

    public static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public string Queue => Name;

    public static JobRequest Request(long caseId, DateTimeOffset at)
    {
        var text = caseId.ToString(CultureInfo.InvariantCulture);
        return new(Name, text) { DedupeKey = text, RunAt = at };
    }

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var id = long.Parse(job.Payload, CultureInfo.InvariantCulture);
        if (await AskAsync(id, cancellationToken) is not { SubmittedAt: { } since })
        {
            return;
        }

        var waited = time.GetUtcNow() - since;
        await jobs.EnqueueAsync(Request(id, time.GetUtcNow() + (waited < LongestPause ? waited : LongestPause)), CancellationToken.None);
    }

    /// <summary>Asks now. Null when there is nothing more to ask, else the verification as it is then.</summary>
    /// <exception cref="HttpRequestException">The provider cannot be asked now.</exception>
    public async Task<KycCase?> AskAsync(long caseId, CancellationToken cancellationToken)
    {
        if (await store.FindCaseAsync(caseId, cancellationToken) is not { State: KycState.Submitted or KycState.InReview } one
            || directory.Current.FindBroker(one.BrokerId) is not { } broker
            || broker.Settings.Kyc.Levels.FirstOrDefault(level => level.Id == one.Level) is not { Provider: not KycNames.Manual } level)
        {
            return null;
        }

        BrokerLogScope.DescribeJob(broker);
        if (await provider.FindVerdictAsync(broker, level.Provider, one, cancellationToken) is { } verdict)
        {
            await verdicts.TakeAsync(broker, level.Provider, one, one.Submissions, verdict, cancellationToken);
        }

        return await store.FindCaseAsync(caseId, cancellationToken) is { State: KycState.Submitted or KycState.InReview } still ? still : null;
    }
}
