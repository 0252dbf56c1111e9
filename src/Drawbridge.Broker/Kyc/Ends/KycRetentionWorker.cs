using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Kyc.Ends;

/// <summary>
/// Erases answers and files when the broker's rule says so, and writes down that it did. Looks every thirty days at the latest, because
/// the rule may be another one by then.
/// </summary>
internal sealed class KycRetentionWorker(Database database, BrokerDirectory directory, JobQueue jobs, TimeProvider time) : IJobHandler
{
    private const string Name = "kyc-retention";

    public static readonly TimeSpan LongestPause = TimeSpan.FromDays(30);

    /// <inheritdoc/>
    public string Queue => Name;

    public static JobRequest Request(long caseId, DateTimeOffset at)
    {
        var text = caseId.ToString(CultureInfo.InvariantCulture);
        return new(Name, text) { DedupeKey = text, RunAt = at };
    }

    /// <summary>When a verification is erased as it stands; null while it is needed.</summary>
    public static DateTimeOffset? DueAt(KycCase one, KycRetention rule) => one switch
    {
        { ErasedAt: not null } => null,
        { State: KycState.Draft } => one.UpdatedAt.AddDays(rule.DraftDays),
        { State: KycState.Rejected } => one.UpdatedAt.AddDays(rule.RejectedDays),
        { State: KycState.Expired, ExpiresAt: { } end } => end.AddDays(rule.ExpiredDays),
        _ => null,
    };

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var id = long.Parse(job.Payload, CultureInfo.InvariantCulture);
        await database.WriteAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                if (await session.FindAsync<KycCase>($"select {KycStore.Columns} from kyc_cases c where c.id = @id {session.Dialect.ForUpdate}", new { id }) is not { ErasedAt: null } one
                    || directory.Current.FindBroker(one.BrokerId) is not { } broker)
                {
                    return;
                }

                BrokerLogScope.DescribeJob(broker);
                var due = DueAt(one, broker.Settings.Kyc.Retention);
                if (due <= now)
                {
                    await EraseAsync(session, one, now);
                    return;
                }

                var next = now + LongestPause;
                await jobs.EnqueueAsync(session, Request(id, due < next ? due.Value : next));
            },
            cancellationToken);
    }

    private static async Task EraseAsync(DbSession session, KycCase one, DateTimeOffset now)
    {
        var files = 0;
        foreach (var documentId in await session.ListAsync<long>("select document_id from kyc_files where case_id = @Id", new { one.Id }))
        {
            files += await DocumentStore.TryEraseAsync(session, documentId, "retention", now) ? 1 : 0;
        }

        await session.ExecuteAsync("update kyc_steps set answers_sealed = null where case_id = @Id", new { one.Id });
        await session.ExecuteAsync("update kyc_cases set erased_at = @now where id = @Id", new { one.Id, now });
        await KycCases.NoteAsync(
            session, one, new KycChange(KycEvent.Expire, KycActor.System), "Erased", string.Create(CultureInfo.InvariantCulture, $"{files} files"), one.State, now);
    }
}
