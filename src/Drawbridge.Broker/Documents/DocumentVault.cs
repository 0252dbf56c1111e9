using System.Security.Cryptography;
using Drawbridge.Broker.Documents.Inspection;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Documents;

/// <summary>
/// Receives, checks, keeps and gives out files of traders. A file is encrypted as it arrives, so that it is nowhere readable, and checked as a
/// whole before anybody can keep it. Memory stays flat: a chunk for each file that arrives, and two files at most are checked at a time.
/// </summary>
internal sealed class DocumentVault(Database database, DocumentStore store, DocumentKeys keys, JobQueue jobs, TimeProvider time) : IDisposable
{
    private const int CheckedAtOnce = 2;

    private readonly SemaphoreSlim _checks = new(CheckedAtOnce);

    /// <summary>Receives a file up to its limit and checks it. What is not taken leaves nothing behind.</summary>
    public async Task<DocumentTaking> TakeAsync(IncomingDocument incoming, Stream content, DocumentRules rules, CancellationToken cancellationToken)
    {
        var buffer = new byte[DocumentCipher.ChunkLength + 1];
        var length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (FindEarlyFault(incoming, buffer.AsSpan(0, length), rules) is { } early)
        {
            return new DocumentTaking.Refused(early);
        }

        var format = DocumentFormats.Recognise(buffer.AsSpan(0, length))!.Value;
        var key = DocumentKeys.New();
        var document = await AddAsync(incoming, format, key, cancellationToken);
        var fault = await ReceiveAndCheckAsync(document, key, content, (buffer, length), rules, cancellationToken);
        if (fault.Fault is { } found)
        {
            await store.TryEraseArrivingAsync(document.Id, "not taken", cancellationToken);
            return new DocumentTaking.Refused(found);
        }

        return new DocumentTaking.Taken(document.Id, document.Name, format, fault.Bytes);
    }

    /// <summary>Writes a file to a stream, chunk by chunk.</summary>
    /// <exception cref="InvalidOperationException">It was erased.</exception>
    public async Task WriteAsync(StoredDocument document, Stream target, CancellationToken cancellationToken)
    {
        using var cipher = new DocumentCipher(keys.Open(document.KeySealed ?? throw Gone()), document.Id);
        var count = DocumentCipher.CountOf(document.Bytes);
        for (var number = 0; number < count; number++)
        {
            var data = await store.FindChunkAsync(document.Id, number, cancellationToken) ?? throw Gone();
            await target.WriteAsync(cipher.Open(number, isLast: number == count - 1, data), cancellationToken);
        }
    }

    public void Dispose() => _checks.Dispose();

    private static InvalidOperationException Gone() => new("The document was erased.");

    /// <summary>What the first bytes and the words of the browser tell, before anything is stored.</summary>
    private static DocumentFault? FindEarlyFault(IncomingDocument incoming, ReadOnlySpan<byte> head, DocumentRules rules) =>
        head.Length == 0 ? DocumentFault.Empty
        : DocumentFormats.Recognise(head) is not { } format || !rules.Formats.Contains(format) ? DocumentFault.Format
        : !DocumentFormats.Fits(format, incoming.DeclaredType, incoming.FileName ?? "") ? DocumentFault.Mismatch
        : null;

    private async Task<StoredDocument> AddAsync(IncomingDocument incoming, DocumentFormat format, byte[] key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var document = new StoredDocument
        {
            BrokerId = incoming.BrokerId, UserId = incoming.UserId, Name = DocumentName.Clean(incoming.FileName, format), Format = format,
            KeySealed = keys.Seal(key), CreatedAt = now,
        };
        var id = await database.WriteAsync(
            async session =>
            {
                var added = await DocumentStore.AddAsync(session, document);
                await jobs.EnqueueAsync(session, DocumentLeftovers.Request(added, now));
                return added;
            },
            cancellationToken);
        return document with { Id = id };
    }

    private async Task<(DocumentFault? Fault, long Bytes)> ReceiveAndCheckAsync(
        StoredDocument document, byte[] key, Stream content, (byte[] Buffer, int Length) first, DocumentRules rules, CancellationToken cancellationToken)
    {
        using var cipher = new DocumentCipher(key, document.Id);
        if (await ReceiveAsync(document.Id, cipher, content, first, rules.MaximumBytes, cancellationToken) is not { } length)
        {
            return (DocumentFault.TooLarge, 0);
        }

        await _checks.WaitAsync(cancellationToken);
        try
        {
            var whole = await ReadAsync(document.Id, cipher, (int)length, cancellationToken);
            var (fault, end) = DocumentInspection.Inspect(document.Format, whole);
            if (fault is null)
            {
                await CutAsync(document.Id, cipher, whole.AsMemory(0, end), wasLonger: end < length, cancellationToken);
            }

            CryptographicOperations.ZeroMemory(whole);
            return (fault, end);
        }
        finally
        {
            _checks.Release();
        }
    }

    /// <summary>Stores what comes, one chunk behind, because the last one is marked; null when it is too much.</summary>
    private async Task<long?> ReceiveAsync(
        long id, DocumentCipher cipher, Stream content, (byte[] Buffer, int Length) first, long limit, CancellationToken cancellationToken)
    {
        var (buffer, filled) = first;
        var length = 0L;
        for (var number = 0; ; number++)
        {
            var chunk = Math.Min(filled, DocumentCipher.ChunkLength);
            length += chunk;
            if (length > limit)
            {
                return null;
            }

            var isLast = filled <= DocumentCipher.ChunkLength;
            await store.PutChunkAsync(id, number, cipher.Seal(number, isLast, buffer.AsSpan(0, chunk)), cancellationToken);
            if (isLast)
            {
                return length;
            }

            buffer[0] = buffer[DocumentCipher.ChunkLength];
            filled = 1 + await content.ReadAtLeastAsync(buffer.AsMemory(1), DocumentCipher.ChunkLength, throwOnEndOfStream: false, cancellationToken);
        }
    }

    private async Task<byte[]> ReadAsync(long id, DocumentCipher cipher, int length, CancellationToken cancellationToken)
    {
        var whole = new byte[length];
        var count = DocumentCipher.CountOf(length);
        for (var number = 0; number < count; number++)
        {
            var data = await store.FindChunkAsync(id, number, cancellationToken) ?? throw Gone();
            cipher.Open(number, isLast: number == count - 1, data).CopyTo(whole.AsSpan(number * DocumentCipher.ChunkLength));
        }

        return whole;
    }

    /// <summary>Settles the length; what a camera wrote behind the picture is not kept.</summary>
    private async Task CutAsync(long id, DocumentCipher cipher, ReadOnlyMemory<byte> content, bool wasLonger, CancellationToken cancellationToken)
    {
        if (wasLonger)
        {
            var last = DocumentCipher.CountOf(content.Length) - 1;
            await store.PutChunkAsync(id, last, cipher.Seal(last, isLast: true, content.Span[(last * DocumentCipher.ChunkLength)..]), cancellationToken);
        }

        await store.SetLengthAsync(id, content.Length, cancellationToken);
    }
}
