using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drawbridge.IntegrationTests.Storage;

public sealed class SqliteFileTests(SqliteFixture fixture) : IClassFixture<SqliteFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _table = $"t{Guid.NewGuid():N}";

    private Database Database => fixture.Database;

    [Fact]
    public async Task What_a_killed_process_was_told_is_committed_is_there_after_a_restart()
    {
        await CreateTableAsync();
        var writes = Enumerable.Range(0, 100).Select(i => Database.WriteAsync(session => InsertAsync(session, i), None));
        await Task.WhenAll(writes);

        // What a kill leaves behind is the files as they are now, without anybody closing them.
        var copy = $"{Database.Location}.{_table}";
        File.Copy(Database.Location, copy);
        File.Copy($"{Database.Location}-wal", $"{copy}-wal");
        await using var restarted = Database.Open(DatabaseOptions.ForSqlite(copy), fixture.Clock, NullLoggerFactory.Instance);

        (await CountAsync(restarted)).ShouldBe(100);
    }

    [Fact]
    public async Task Readers_choose_by_how_the_rows_are_once_the_statistics_are_new()
    {
        await Database.WriteAsync(
            session => session.ExecuteScriptAsync(
                $"""
                create table {_table} (tenant int, name int, other int);
                create index {_table}_name on {_table} (name);
                create index {_table}_tenant on {_table} (tenant);
                with recursive i (n) as (select 1 union all select n + 1 from i where n < 5000) insert into {_table} select 1, n, 0 from i;
                """),
            None);
        (await PlanAsync()).ShouldContain("_tenant", customMessage: "which is what it takes when it knows nothing");

        var before = await Database.ReadAsync(
            async session =>
            {
                await Database.RefreshStatisticsAsync([_table], None); // while a reader is out
                return session.Connection;
            },
            None);

        (await PlanAsync()).ShouldContain("_name");
        (await Database.ReadAsync(static session => Task.FromResult(session.Connection), None)).ShouldNotBeSameAs(before);
    }

    private Task<string> PlanAsync() => Database.ReadAsync(
        async session => (await session.ListAsync<PlanRow>($"explain query plan select other from {_table} where tenant = 1 and name = 7")).Single().Detail, None);

    private sealed record PlanRow
    {
        public string Detail { get; init; } = "";
    }

    [Fact]
    public async Task Nobody_but_the_owner_can_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix has file modes.");
        await Database.WriteAsync(session => session.ExecuteAsync("create table if not exists some (x int)"), None); // the log is made when it is needed
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

#pragma warning disable CA1416 // Skipped above.
        foreach (var path in new[] { Database.Location, $"{Database.Location}-wal", $"{Database.Location}-shm" })
        {
            File.GetUnixFileMode(path).ShouldBe(ownerOnly);
        }

        File.GetUnixFileMode(Path.GetDirectoryName(Database.Location)!).ShouldBe(ownerOnly | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }

    [Fact]
    public async Task Connections_are_set_up_for_durability()
    {
        (await Database.WriteAsync(session => session.GetAsync<string>("pragma journal_mode"), None)).ShouldBe("wal");
        (await Database.WriteAsync(session => session.GetAsync<long>("pragma synchronous"), None)).ShouldBe(2);
        (await Database.WriteAsync(session => session.GetAsync<long>("pragma foreign_keys"), None)).ShouldBe(1);
        (await Database.ReadAsync(session => session.GetAsync<long>("pragma query_only"), None)).ShouldBe(1);
    }

    [Fact]
    public async Task A_write_inside_a_write_is_refused_instead_of_waiting_for_itself()
    {
        var e = await Should.ThrowAsync<InvalidOperationException>(() => Database.WriteAsync(
            _ => Database.WriteAsync(_ => Task.CompletedTask, None), None));

        e.Message.ShouldContain("write inside a write");
        await Database.CheckAsync(None);
    }

    [Fact]
    public async Task A_handler_may_start_a_write_of_its_own()
    {
        await CreateTableAsync();
        var written = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = Database.Subscribe(_table, _ => written.SetFrom(() => Database.WriteAsync(session => InsertAsync(session, 1), None)));

        await Database.WriteAsync(session => session.NotifyAsync(_table, string.Empty), None);

        (await written.Task).ShouldBe(1);
    }

    [Fact]
    public async Task Writes_beyond_the_limit_of_the_queue_are_refused()
    {
        var options = DatabaseOptions.ForSqlite($"{Database.Location}.{_table}");
        options.WriteQueueLimit = 2;
        await using var database = Database.Open(options, fixture.Clock, NullLoggerFactory.Instance);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var first = database.WriteAsync(
            _ =>
            {
                begun.SetResult();
                return goOn.Task;
            },
            None);
        await begun.Task;
        var waiting = new[] { database.WriteAsync(_ => Task.CompletedTask, None), database.WriteAsync(_ => Task.CompletedTask, None) };

        await Should.ThrowAsync<StorageBusyException>(() => database.WriteAsync(_ => Task.CompletedTask, None));
        goOn.SetResult();
        await first;
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Disposal_waits_for_the_writes_that_were_accepted()
    {
        var options = DatabaseOptions.ForSqlite($"{Database.Location}.{_table}");
        var database = Database.Open(options, fixture.Clock, NullLoggerFactory.Instance);
        await database.WriteAsync(session => session.ExecuteAsync($"create table {_table} (id bigint not null primary key)"), None);

        var writes = Enumerable.Range(0, 50).Select(i => database.WriteAsync(session => InsertAsync(session, i), None)).ToList();
        await database.DisposeAsync();

        writes.ShouldAllBe(write => write.IsCompletedSuccessfully);
        File.Exists($"{options.ConnectionString}-wal").ShouldBeFalse();
        await Should.ThrowAsync<ObjectDisposedException>(() => database.WriteAsync(_ => Task.CompletedTask, None));
        await Should.ThrowAsync<ObjectDisposedException>(() => database.ReadAsync(_ => Task.FromResult(1), None));
    }

    private Task<int> CreateTableAsync() =>
        Database.WriteAsync(session => session.ExecuteAsync($"create table {_table} (id bigint not null primary key)"), None);

    private Task<int> InsertAsync(DbSession session, int id) => session.ExecuteAsync($"insert into {_table} (id) values (@id)", new { id });

    private Task<long> CountAsync(Database database) => database.ReadAsync(session => session.GetAsync<long>($"select count(*) from {_table}"), None);
}
