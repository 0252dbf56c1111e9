using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;

namespace Drawbridge.IntegrationTests.Storage;

public sealed class SqliteWriteTests(SqliteFixture fixture) : WriteTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresWriteTests(PostgresFixture fixture) : WriteTests(fixture), IClassFixture<PostgresFixture>;

public abstract class WriteTests(DatabaseFixture fixture) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _table = $"numbers_{Guid.NewGuid():N}";

    private Database Database => fixture.Database;

    public async ValueTask InitializeAsync() =>
        await Database.WriteAsync(session => session.ExecuteAsync($"create table {_table} (id bigint not null primary key)"), None);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_write_that_fails_undoes_itself_and_nothing_of_its_neighbours()
    {
        var writes = Enumerable.Range(0, 200).Select(i => Database.WriteAsync(
            async session =>
            {
                await InsertAsync(session, i);
                return i % 3 == 0 ? throw new InvalidDataException($"no {i}") : i;
            },
            None)).ToList();

        await Settled(writes);

        for (var i = 0; i < writes.Count; i++)
        {
            if (i % 3 == 0)
            {
                (await Should.ThrowAsync<InvalidDataException>(() => writes[i])).Message.ShouldBe($"no {i}");
            }
            else
            {
                (await writes[i]).ShouldBe(i);
            }
        }

        (await IdsAsync(Database)).ShouldBe(Enumerable.Range(0, 200).Where(i => i % 3 != 0));
    }

    [Fact]
    public async Task A_statement_that_fails_undoes_its_own_write_only()
    {
        var writes = Enumerable.Range(0, 50).Select(i => Database.WriteAsync(
            async session =>
            {
                await InsertAsync(session, i);
                await InsertAsync(session, i % 2 == 0 ? i : 1000 + i);
            },
            None)).ToList();

        await Settled(writes);

        writes.Where(write => write.IsFaulted).Count().ShouldBe(25);
        (await IdsAsync(Database)).ShouldBe(Enumerable.Range(0, 50).Where(i => i % 2 == 1).SelectMany(i => new[] { i, 1000 + i }).Order());
    }

    [Fact]
    public async Task Another_connection_sees_a_write_as_soon_as_its_result_is_out()
    {
        await using var other = fixture.Open();
        for (var i = 0; i < 50; i++)
        {
            await Database.WriteAsync(session => InsertAsync(session, i), None);
            (await IdsAsync(other)).Count.ShouldBe(i + 1);
        }
    }

    [Fact]
    public async Task Nobody_sees_a_write_that_is_not_committed()
    {
        await Database.WriteAsync(
            async session =>
            {
                await InsertAsync(session, 1);
                (await IdsAsync(Database)).ShouldBeEmpty();
            },
            None);

        (await IdsAsync(Database)).ShouldBe([1]);
    }

    [Fact]
    public async Task Many_concurrent_writers_lose_nothing()
    {
        await using var other = fixture.Open();
        var writes = Enumerable.Range(0, 500).Select(i => Task.Run(() => (i % 2 == 0 ? Database : other).WriteAsync(session => InsertAsync(session, i), None)));

        await Task.WhenAll(writes);

        (await IdsAsync(Database)).ShouldBe(Enumerable.Range(0, 500));
    }

    [Fact]
    public async Task A_cancelled_write_does_not_happen()
    {
        using var cancelled = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => Database.WriteAsync(
            async session =>
            {
                await InsertAsync(session, 1);
                await cancelled.CancelAsync();
                await InsertAsync(session, 2);
            },
            cancelled.Token));
        await Should.ThrowAsync<OperationCanceledException>(() => Database.WriteAsync(session => InsertAsync(session, 3), cancelled.Token));

        (await IdsAsync(Database)).ShouldBeEmpty();
    }

    private static Task Settled(IEnumerable<Task> tasks) => Task.WhenAll(tasks.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));

    private Task<int> InsertAsync(DbSession session, int id) => session.ExecuteAsync($"insert into {_table} (id) values (@id)", new { id });

    private Task<IReadOnlyList<int>> IdsAsync(Database database) =>
        database.ReadAsync(session => session.ListAsync<int>($"select id from {_table} order by id"), None);
}
