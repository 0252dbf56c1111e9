using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Kyc.Files;

/// <summary>A file of a verification.</summary>
internal sealed class KycFile
{
    public long DocumentId { get; init; }

    public string Step { get; init; } = "";

    public string Side { get; init; } = "";

    public string Name { get; init; } = "";

    public DocumentFormat Format { get; init; }

    public long Bytes { get; init; }

    public DocumentState State { get; init; }

    public DateTimeOffset AddedAt { get; init; }

    public DateTimeOffset? ReplacedAt { get; init; }
}

/// <summary>The SQL of files of verifications.</summary>
internal sealed class KycFileStore(Database database, KycStore cases, TimeProvider time)
{
    private const string Columns = "f.document_id, f.step, f.side, d.name, d.format, d.bytes, d.state, f.added_at, f.replaced_at";

    /// <summary>Every file of a verification, those in use and those that were replaced, oldest first.</summary>
    public Task<IReadOnlyList<KycFile>> ListAsync(long caseId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<KycFile>(
                $"select {Columns} from kyc_files f join documents d on d.id = f.document_id where f.case_id = @caseId order by f.document_id", new { caseId }),
            cancellationToken);

    /// <summary>Files that a user has sent since a moment.</summary>
    public Task<long> CountSinceAsync(long brokerId, long userId, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.GetAsync<long>(
                "select count(*) from documents where broker_id = @brokerId and user_id = @userId and created_at > @since", new { brokerId, userId, since }),
            cancellationToken);

    /// <summary>
    /// Keeps a file as a side of a step, in place of one that was there. The one before is erased while the verification was never sent off; later
    /// it is kept as long as the rest. False when the trader cannot change the step now: the file goes by itself then.
    /// </summary>
    public Task<bool> PutAsync(KycPlace place, string step, string side, long documentId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (await cases.LockOpenAsync(session, place, step) is not { } open || !await DocumentStore.TryKeepAsync(session, place.BrokerId, documentId))
                {
                    return false;
                }

                await ReplaceAsync(session, open, step, side);
                await session.ExecuteAsync(
                    "insert into kyc_files (document_id, case_id, step, side, added_at) values (@documentId, @Id, @step, @side, @now)",
                    new { documentId, open.Id, step, side, now = time.GetUtcNow() });
                return true;
            },
            cancellationToken);

    /// <summary>Takes the files of a step out, all or one side. False when the trader cannot change the step now.</summary>
    public Task<bool> RemoveAsync(KycPlace place, string step, string? side, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (await cases.LockOpenAsync(session, place, step) is not { } open)
                {
                    return false;
                }

                await ReplaceAsync(session, open, step, side);
                await cases.PutStepAsync(session, open.Id, step, sealedAnswers: null, complete: false);
                return true;
            },
            cancellationToken);

    private async Task ReplaceAsync(DbSession session, KycCase open, string step, string? side)
    {
        var now = time.GetUtcNow();
        var replaced = await session.ListAsync<long>(
            $"""
            update kyc_files set replaced_at = @now
            where case_id = @Id and step = @step and replaced_at is null {(side is null ? "" : "and side = @side")}
            returning document_id
            """,
            new { open.Id, step, side, now });
        foreach (var id in open.Submissions == 0 ? replaced : [])
        {
            await DocumentStore.TryEraseAsync(session, id, "replaced", now);
        }
    }
}
