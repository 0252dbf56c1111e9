using System.Data.Common;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;

namespace Drawbridge.IntegrationTests.Storage;

public sealed class SqliteSessionTests(SqliteFixture fixture) : SessionTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresSessionTests(PostgresFixture fixture) : SessionTests(fixture), IClassFixture<PostgresFixture>;

public abstract class SessionTests(DatabaseFixture fixture) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _table = $"things_{Guid.NewGuid():N}";

    private Database Database => fixture.Database;

    public async ValueTask InitializeAsync() =>
        await Database.WriteAsync(
            session => session.ExecuteAsync(
                $"""
                create table {_table} (
                  id bigint not null primary key,
                  small_number bigint not null,
                  is_open boolean not null,
                  kind bigint not null,
                  name text null,
                  hash {session.Dialect.Choose("bytea", "blob")} null,
                  happened_at bigint not null,
                  ended_at bigint null,
                  amount bigint null
                )
                """),
            None);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_row_comes_back_as_it_was_written()
    {
        var thing = new Thing
        {
            Id = 1,
            SmallNumber = 7,
            IsOpen = true,
            Kind = ThingKind.Second,
            Name = "näme",
            Hash = [1, 2, 3],
            HappenedAt = fixture.Clock.GetUtcNow().AddMilliseconds(123),
            EndedAt = fixture.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(2)),
            Amount = long.MaxValue,
        };
        await InsertAsync(thing);

        var found = await Database.ReadAsync(session => session.GetAsync<Thing>($"select * from {_table}"), None);

        found.Hash.ShouldBe(thing.Hash);
        (found with { Hash = thing.Hash }).ShouldBe(thing);
    }

    [Fact]
    public async Task Nulls_come_back_as_nulls_and_do_not_spoil_the_next_row()
    {
        await InsertAsync(new Thing { Id = 1 });
        await InsertAsync(new Thing { Id = 2, Amount = 5, EndedAt = fixture.Clock.GetUtcNow(), Name = "two", Hash = [9] });

        // Expressions have no declared type, which is where SQLite's types come from when a value is null.
        var rows = await Database.ReadAsync(
            session => session.ListAsync<Thing>($"select id, amount + 0 as amount, ended_at + 0 as ended_at, name, hash from {_table} order by id"),
            None);

        rows[0].ShouldBe(new Thing { Id = 1 });
        rows[1].Amount.ShouldBe(5);
        rows[1].EndedAt.ShouldBe(fixture.Clock.GetUtcNow());
        rows[1].Hash.ShouldBe([9]);
    }

    [Fact]
    public async Task Times_are_unix_milliseconds_in_the_database()
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);
        await InsertAsync(new Thing { Id = 1, HappenedAt = time });

        var number = await Database.ReadAsync(session => session.GetAsync<long>($"select happened_at from {_table}"), None);
        var found = await Database.ReadAsync(
            session => session.FindAsync<DateTimeOffset?>($"select happened_at from {_table} where happened_at = @time", new { time }), None);
        var missing = await Database.ReadAsync(session => session.FindAsync<DateTimeOffset?>($"select ended_at from {_table}"), None);

        number.ShouldBe(1_700_000_000_123);
        found.ShouldBe(time);
        missing.ShouldBeNull();
    }

    [Fact]
    public async Task A_single_null_value_is_null()
    {
        await InsertAsync(new Thing { Id = 1 });

        (await Database.ReadAsync(session => session.GetAsync<long?>($"select amount from {_table}"), None)).ShouldBeNull();
        (await Database.ReadAsync(session => session.GetAsync<string?>($"select name from {_table}"), None)).ShouldBeNull();
        (await Database.ReadAsync(session => session.GetAsync<byte[]?>($"select hash from {_table}"), None)).ShouldBeNull();
        (await Database.ReadAsync(session => session.GetAsync<bool>($"select is_open from {_table}"), None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Find_gives_null_and_get_throws_when_there_is_no_row()
    {
        var found = await Database.ReadAsync(session => session.FindAsync<Thing>($"select * from {_table}"), None);

        found.ShouldBeNull();
        await Should.ThrowAsync<InvalidOperationException>(() => Database.ReadAsync(session => session.GetAsync<Thing>($"select * from {_table}"), None));
    }

    [Fact]
    public async Task A_statement_is_run_once_for_each_parameter_of_a_sequence()
    {
        var changed = await Database.WriteAsync(
            session => session.ExecuteAsync(InsertSql, Enumerable.Range(1, 10).Select(id => new Thing { Id = id, HappenedAt = fixture.Clock.GetUtcNow() })),
            None);

        changed.ShouldBe(10);
        var ids = await Database.ReadAsync(session => session.ListAsync<int>($"select id from {_table} where {session.Dialect.In("id", "@ids")} order by id", Ids(2, 4, 99)), None);
        ids.ShouldBe([2, 4]);
    }

    [Fact]
    public async Task A_returning_statement_gives_the_changed_row()
    {
        await InsertAsync(new Thing { Id = 1, SmallNumber = 1 });

        var number = await Database.WriteAsync(
            session => session.FindAsync<int?>($"update {_table} set small_number = small_number + 1 where id = 1 returning small_number"), None);
        var none = await Database.WriteAsync(
            session => session.FindAsync<int?>($"update {_table} set small_number = 0 where id = 2 returning small_number"), None);

        number.ShouldBe(2);
        none.ShouldBeNull();
    }

    [Fact]
    public async Task A_prepared_command_can_be_run_again_with_other_values()
    {
        await InsertAsync(new Thing { Id = 1, Hash = [1] });
        await InsertAsync(new Thing { Id = 2, Hash = [2] });

        for (byte i = 1; i <= 3; i++)
        {
            var hash = new[] { i };
            var id = await Database.ReadAsync(
                async session => (long?)await session.Prepared($"select id from {_table} where hash = @hash").Bind("@hash", hash).ExecuteScalarAsync(session.CancellationToken),
                None);
            id.ShouldBe(i < 3 ? i : null);
            var mapped = await Database.ReadAsync(session => session.FindAsync<long?>($"select id from {_table} where hash = @hash", new { hash }), None);
            mapped.ShouldBe(id);
        }
    }

    [Fact]
    public async Task A_violated_unique_index_is_recognised()
    {
        await InsertAsync(new Thing { Id = 1 });

        var e = await Should.ThrowAsync<DbException>(() => InsertAsync(new Thing { Id = 1 }));

        Database.Dialect.IsUniqueViolation(e).ShouldBeTrue();
        Database.Dialect.IsForeignKeyViolation(e).ShouldBeFalse();
    }

    [Fact]
    public async Task The_check_passes_on_a_working_database() => await Database.CheckAsync(None);

    private static object Ids(params long[] ids) => new { ids };

    private string InsertSql =>
        $"""
        insert into {_table} (id, small_number, is_open, kind, name, hash, happened_at, ended_at, amount)
        values (@Id, @SmallNumber, @IsOpen, @Kind, @Name, @Hash, @HappenedAt, @EndedAt, @Amount)
        """;

    private Task<int> InsertAsync(Thing thing) => Database.WriteAsync(session => session.ExecuteAsync(InsertSql, thing), None);

    private enum ThingKind
    {
        First,
        Second,
    }

    private sealed record Thing
    {
        public long Id { get; init; }

        public int SmallNumber { get; init; }

        public bool IsOpen { get; init; }

        public ThingKind Kind { get; init; }

        public string? Name { get; init; }

        public byte[]? Hash { get; init; }

        public DateTimeOffset HappenedAt { get; init; }

        public DateTimeOffset? EndedAt { get; init; }

        public long? Amount { get; init; }
    }
}
