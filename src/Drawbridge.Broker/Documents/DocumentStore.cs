using Drawbridge.Storage;

namespace Drawbridge.Broker.Documents;

/// <summary>The SQL of files. Every read names the broker (BID-44).</summary>
internal sealed class DocumentStore(Database database, TimeProvider time)
{
    private const string Columns = "id, broker_id, user_id, name, format, bytes, state, key_sealed, created_at, erased_at, erased_why";

    /// <summary>Adds the record of a file that arrives, as part of the caller's write; returns its number.</summary>
    public static Task<long> AddAsync(DbSession session, StoredDocument document) =>
        session.GetAsync<long>(
            """
            insert into documents (broker_id, user_id, name, format, bytes, state, key_sealed, created_at)
            values (@BrokerId, @UserId, @Name, @format, 0, 1, @KeySealed, @CreatedAt)
            returning id
            """,
            new { document.BrokerId, document.UserId, document.Name, format = (int)document.Format, document.KeySealed, document.CreatedAt });

    /// <summary>Stores a chunk of a file that arrives, in place of one with the same number.</summary>
    public Task PutChunkAsync(long id, int number, byte[] data, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into document_chunks (document_id, number, data) values (@id, @number, @data)
                on conflict (document_id, number) do update set data = excluded.data
                """,
                new { id, number, data }),
            cancellationToken);

    /// <summary>Sets how large a file is, and drops the chunks behind its end.</summary>
    public Task SetLengthAsync(long id, long bytes, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("delete from document_chunks where document_id = @id and number >= @count", new { id, count = DocumentCipher.CountOf(bytes) });
                await session.ExecuteAsync("update documents set bytes = @bytes where id = @id and state = 1", new { id, bytes });
            },
            cancellationToken);

    /// <summary>Keeps a file that has arrived, as part of the caller's write. False when it is no longer there.</summary>
    public static async Task<bool> TryKeepAsync(DbSession session, long brokerId, long id) =>
        await session.ExecuteAsync("update documents set state = 2 where id = @id and broker_id = @brokerId and state = 1", new { id, brokerId }) == 1;

    /// <summary>The broker's file, erased or not, or null.</summary>
    public Task<StoredDocument?> FindAsync(long brokerId, long id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<StoredDocument>($"select {Columns} from documents where id = @id and broker_id = @brokerId", new { id, brokerId }),
            cancellationToken);

    /// <summary>A chunk of a file, or null.</summary>
    public Task<byte[]?> FindChunkAsync(long id, int number, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<byte[]>("select data from document_chunks where document_id = @id and number = @number", new { id, number }),
            cancellationToken);

    /// <summary>Erases a file that is still arriving. False when it is kept, or gone.</summary>
    public Task<bool> TryEraseArrivingAsync(long id, string why, CancellationToken cancellationToken) =>
        database.WriteAsync(session => TryEraseAsync(session, id, why, time.GetUtcNow(), DocumentState.Arriving), cancellationToken);

    /// <summary>
    /// Erases a kept file, as part of the caller's write: its key, which makes copies of it worthless too, and its chunks. The record of it
    /// stays, with the reason.
    /// </summary>
    public static Task<bool> TryEraseAsync(DbSession session, long id, string why, DateTimeOffset now) =>
        TryEraseAsync(session, id, why, now, DocumentState.Kept);

    private static async Task<bool> TryEraseAsync(DbSession session, long id, string why, DateTimeOffset now, DocumentState from)
    {
        var erased = await session.ExecuteAsync(
            "update documents set state = 3, key_sealed = null, erased_at = @now, erased_why = @why where id = @id and state = @from",
            new { id, why, now, from = (int)from });
        await session.ExecuteAsync("delete from document_chunks where document_id = @id and exists (select 1 from documents where id = @id and state = 3)", new { id });
        return erased == 1;
    }
}
