using System.Security.Cryptography;
using System.Text;
using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Hosting;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;
using Drawbridge.Tests.Documents;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.IntegrationTests.Documents;

public sealed class SqliteDocumentVaultTests(SqliteFixture fixture) : DocumentVaultTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresDocumentVaultTests(PostgresFixture fixture) : DocumentVaultTests(fixture), IClassFixture<PostgresFixture>;

/// <summary>Files at rest, on each engine.</summary>
public abstract class DocumentVaultTests(DatabaseFixture fixture) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DocumentRules Rules = new(DocumentFormats.All, 2 * 1024 * 1024);
    private static readonly EphemeralDataProtectionProvider Protection = new();

    private readonly DocumentVault _vault = NewVault(fixture);
    private long _brokerId;
    private long _userId;

    private DocumentStore Store => new(fixture.Database, fixture.Clock);

    public async ValueTask InitializeAsync()
    {
        foreach (var set in BrokerApplicationExtensions.BrokerMigrations())
        {
            await new Migrator(fixture.Database).MigrateAsync(set, None);
        }

        (_brokerId, _userId) = await fixture.Database.WriteAsync(
            async session =>
            {
                var crm = await session.GetAsync<long>("insert into crms (name, settings) values (@name, '{}') returning id", new { name = Guid.NewGuid().ToString() });
                var broker = await session.GetAsync<long>(
                    "insert into brokers (crm_id, name, settings, manager_password_sealed) values (@crm, @name, '{}', '') returning id", new { crm, name = Guid.NewGuid().ToString() });
                return (broker, await session.GetAsync<long>(
                    """
                    insert into users (broker_id, email, normalized_email, security_stamp, concurrency_stamp, preferred_language, created_at)
                    values (@broker, 'a@example.test', 'A@EXAMPLE.TEST', 'x', 'x', 'en', 0) returning id
                    """,
                    new { broker }));
            },
            None);
    }

    public ValueTask DisposeAsync()
    {
        _vault.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory] // MOD-33
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(DocumentCipher.ChunkLength)]
    [InlineData(DocumentCipher.ChunkLength + 1)]
    [InlineData(1_500_000)]
    public async Task A_file_comes_back_as_it_was_and_is_stored_unreadable(int more)
    {
        var file = OfLength(SampleFiles.Jpeg().Length + more);

        var taken = await TakeAsync(file);
        await KeepAsync(taken.Id);

        (await ReadAsync(taken.Id)).ShouldBe(file);
        (taken.Name, taken.Bytes).ShouldBe(("pass.jpg", file.Length));
        var stored = await ChunksAsync(taken.Id);
        stored.Count.ShouldBe(DocumentCipher.CountOf(file.Length));
        stored.Select(static chunk => Encoding.Latin1.GetString(chunk)).ShouldAllBe(static chunk =>
            !chunk.Contains("xxxxxxxx", StringComparison.Ordinal) && !chunk.Contains("JFIF", StringComparison.Ordinal));
        (await Store.FindAsync(_brokerId + 1, taken.Id, None)).ShouldBeNull(); // BID-44
    }

    [Fact]
    public async Task The_same_file_twice_looks_different_because_each_has_a_key_of_its_own()
    {
        var (one, two) = (await TakeAsync(SampleFiles.Jpeg()), await TakeAsync(SampleFiles.Jpeg()));

        (await ChunksAsync(one.Id))[0].ShouldNotBe((await ChunksAsync(two.Id))[0]);
        (await Store.FindAsync(_brokerId, one.Id, None))!.KeySealed.ShouldNotBe((await Store.FindAsync(_brokerId, two.Id, None))!.KeySealed);
    }

    [Theory]
    [InlineData("update document_chunks set number = 2 - number where document_id = @id and number in (0, 2) and 1 = 0")]
    [InlineData("update document_chunks set data = (select data from document_chunks other where other.document_id = @id and other.number = 1) where document_id = @id and number = 0")]
    [InlineData("update documents set bytes = 262144 where id = @id")]
    public async Task Chunks_that_were_changed_swapped_or_cut_off_are_not_given_out(string tampering)
    {
        var taken = await TakeAsync(OfLength(400_000));
        await KeepAsync(taken.Id);
        if (tampering.Contains("1 = 0", StringComparison.Ordinal))
        {
            var chunk = (await ChunksAsync(taken.Id))[0];
            chunk[77] ^= 1;
            await Store.PutChunkAsync(taken.Id, 0, chunk, None);
        }
        else
        {
            await fixture.Database.WriteAsync(session => session.ExecuteAsync(tampering, new { id = taken.Id }), None);
        }

        await Should.ThrowAsync<CryptographicException>(() => ReadAsync(taken.Id));
    }

    [Fact]
    public async Task What_cameras_append_is_not_stored()
    {
        var film = new byte[300_000];
        "ftypmp42"u8.CopyTo(film.AsSpan(4));

        var taken = await TakeAsync([.. SampleFiles.Jpeg(), .. film]);
        await KeepAsync(taken.Id);

        (await ReadAsync(taken.Id)).ShouldBe(SampleFiles.Jpeg());
        (await ChunksAsync(taken.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_taken_leaves_nothing_behind()
    {
        (await RefusalOfAsync([], "a.jpg")).ShouldBe(DocumentFault.Empty);
        (await RefusalOfAsync([.. "<svg/>"u8], "a.svg")).ShouldBe(DocumentFault.Format);
        (await RefusalOfAsync(SampleFiles.Jpeg(), "a.png")).ShouldBe(DocumentFault.Mismatch);
        (await RefusalOfAsync(OfLength((2 * 1024 * 1024) + 1), "a.jpg")).ShouldBe(DocumentFault.TooLarge);
        (await RefusalOfAsync(SampleFiles.Jpeg(tail: SampleFiles.Zip()), "a.jpg")).ShouldBe(DocumentFault.Unsafe);
        (await RefusalOfAsync(SampleFiles.Jpeg()[..40], "a.jpg")).ShouldBe(DocumentFault.Damaged);

        var rows = await fixture.Database.ReadAsync(
            session => session.ListAsync<StoredDocument>("select id, state, key_sealed, erased_why from documents where user_id = @_userId", new { _userId }), None);
        rows.ShouldAllBe(static row => row.State == DocumentState.Erased && row.KeySealed == null && row.ErasedWhy == "not taken");
        (await CountChunksAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_hundred_megabytes_are_refused_at_the_limit_with_flat_memory()
    {
        using var endless = new EndlessPicture(100 * 1024 * 1024);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        (await _vault.TakeAsync(new(_brokerId, _userId, "a.jpg", "image/jpeg"), endless, Rules, None)).ShouldBe(new DocumentTaking.Refused(DocumentFault.TooLarge));

        endless.Given.ShouldBeLessThan(Rules.MaximumBytes + (3 * DocumentCipher.ChunkLength));
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(8 * 1024 * 1024);
    }

    [Fact]
    public async Task An_erased_file_is_gone_for_good_and_what_nothing_keeps_is_erased()
    {
        var kept = await TakeAsync(SampleFiles.Jpeg());
        await KeepAsync(kept.Id);
        var left = await TakeAsync(SampleFiles.Jpeg());
        var leftovers = new DocumentLeftovers(Store);
        foreach (var id in new[] { kept.Id, left.Id })
        {
            await leftovers.HandleAsync(new Job { Payload = $"{id}" }, None);
        }

        (await Store.FindAsync(_brokerId, kept.Id, None))!.State.ShouldBe(DocumentState.Kept);
        (await Store.FindAsync(_brokerId, left.Id, None))!.State.ShouldBe(DocumentState.Erased);
        await Should.ThrowAsync<InvalidOperationException>(() => ReadAsync(left.Id));
        (await fixture.Database.WriteAsync(session => DocumentStore.TryKeepAsync(session, _brokerId, left.Id), None)).ShouldBeFalse();

        (await fixture.Database.WriteAsync(session => DocumentStore.TryEraseAsync(session, kept.Id, "retention", fixture.Clock.GetUtcNow()), None)).ShouldBeTrue();
        var erased = (await Store.FindAsync(_brokerId, kept.Id, None))!;
        (erased.KeySealed, erased.ErasedWhy, erased.ErasedAt).ShouldBe((null, "retention", fixture.Clock.GetUtcNow()));
        (await CountChunksAsync()).ShouldBe(0);
    }

    private static DocumentVault NewVault(DatabaseFixture fixture) => new(
        fixture.Database, new DocumentStore(fixture.Database, fixture.Clock), new DocumentKeys(Protection), new JobQueue(fixture.Database, fixture.Clock), fixture.Clock);

    private static byte[] OfLength(int length)
    {
        var scan = SampleFiles.Jpeg()[..^2];
        return [.. scan, .. Enumerable.Repeat((byte)'x', length - scan.Length - 2), 0xff, 0xd9];
    }

    private async Task<DocumentTaking.Taken> TakeAsync(byte[] file) =>
        (await _vault.TakeAsync(new(_brokerId, _userId, "pass.jpeg", "image/jpeg"), new MemoryStream(file), Rules, None)).ShouldBeOfType<DocumentTaking.Taken>();

    private async Task<DocumentFault> RefusalOfAsync(byte[] file, string name) =>
        (await _vault.TakeAsync(new(_brokerId, _userId, name, null), new MemoryStream(file), Rules, None)).ShouldBeOfType<DocumentTaking.Refused>().Fault;

    private async Task KeepAsync(long id) =>
        (await fixture.Database.WriteAsync(session => DocumentStore.TryKeepAsync(session, _brokerId, id), None)).ShouldBeTrue();

    private async Task<byte[]> ReadAsync(long id)
    {
        using var target = new MemoryStream();
        await _vault.WriteAsync((await Store.FindAsync(_brokerId, id, None))!, target, None);
        return target.ToArray();
    }

    private Task<IReadOnlyList<byte[]>> ChunksAsync(long id) => fixture.Database.ReadAsync(
        session => session.ListAsync<byte[]>("select data from document_chunks where document_id = @id order by number", new { id }), None);

    private Task<long> CountChunksAsync() => fixture.Database.ReadAsync(
        session => session.GetAsync<long>(
            "select count(*) from document_chunks where document_id in (select id from documents where user_id = @_userId)", new { _userId }),
        None);

    /// <summary>A JPEG whose scan does not end before it was read that far.</summary>
    private sealed class EndlessPicture(long length) : MemoryStream
    {
        private static readonly byte[] Head = SampleFiles.Jpeg()[..^2];

        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(buffer.Length, length - Given);
            buffer.Span[..count].Fill((byte)'x');
            if (Given == 0)
            {
                Head.CopyTo(buffer);
            }

            Given += count;
            return ValueTask.FromResult(count);
        }
    }
}
