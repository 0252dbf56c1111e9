using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;

namespace Drawbridge.IntegrationTests.Storage;

public sealed class SqliteMigratorTests(SqliteFixture fixture) : MigratorTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresMigratorTests(PostgresFixture fixture) : MigratorTests(fixture), IClassFixture<PostgresFixture>;

public abstract class MigratorTests(DatabaseFixture fixture)
{
    private const string First =
        """
        -- A comment; with a semicolon and a {token} that is none.
        create table {name}_users (
          id {identity},
          hash {bytes} not null,
          is_open {boolean} not null default true,
          payload {json} null
        );
        create unique index {name}_users_hash on {name}_users (hash);
        """;

    private const string Second =
        """
        -- only: postgres
        alter table {name}_users alter column payload set default 'postgres';
        -- end
        -- only: sqlite
        alter table {name}_users add column engine text not null default 'sqlite';
        -- end
        insert into {name}_users (hash) values ({name}_missing);
        """;

    private static readonly CancellationToken None = CancellationToken.None;

    // Tests share the database: each is a component of its own.
    private readonly string _name = $"c{Guid.NewGuid():N}";

    private Database Database => fixture.Database;

    private Migrator Migrator => new(Database);

    [Fact]
    public async Task Migrations_are_applied_once_and_in_order()
    {
        var set = Set(First, "create table {name}_second (id bigint not null)", "alter table {name}_second add column name text");

        var first = await Migrator.MigrateAsync(set, None);
        var again = await Migrator.MigrateAsync(set, None);

        first.Applied.Select(migration => migration.Number).ShouldBe([1, 2, 3]);
        first.Version.ShouldBe(3);
        again.Applied.ShouldBeEmpty();
        var id = await Database.WriteAsync(
            session => session.GetAsync<long>($"insert into {_name}_users (hash) values (@hash) returning id", new { hash = new byte[] { 1 } }), None);
        id.ShouldBe(1);
    }

    [Fact]
    public async Task A_later_program_brings_the_schema_further()
    {
        await Migrator.MigrateAsync(Set(First), None);
        var later = Set(First, "alter table {name}_users add column name text");

        var before = await Migrator.StatusAsync(later, None);
        var report = await Migrator.MigrateAsync(later, None);

        before.Select(status => status.AppliedAt).ShouldBe([fixture.Clock.GetUtcNow(), null]);
        report.Applied.ShouldHaveSingleItem().Number.ShouldBe(2);
    }

    [Fact]
    public async Task The_status_of_an_empty_database_changes_nothing()
    {
        await using var empty = await fixture.OpenEmptyAsync();

        var status = await new Migrator(empty).StatusAsync(Set(First), None);

        status.ShouldHaveSingleItem().AppliedAt.ShouldBeNull();
        await Should.ThrowAsync<System.Data.Common.DbException>(() => empty.ReadAsync(session => session.GetAsync<long>("select count(*) from schema_migrations"), None));
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_behind_and_those_before_it_stay()
    {
        var e = await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(Set(First, Second), None));

        e.Message.ShouldStartWith($"Migration 0002_step of '{_name}' failed and was undone");
        (await Migrator.StatusAsync(Set(First, Second), None)).Count(status => status.AppliedAt is not null).ShouldBe(1);
        var repaired = Set(First, Second.Replace("{name}_missing", Database.Dialect.Choose("'\\x01'", "x'01'"), StringComparison.Ordinal));
        (await Migrator.MigrateAsync(repaired, None)).Applied.ShouldHaveSingleItem();
        var engine = await Database.ReadAsync(
            session => session.GetAsync<string>($"select {session.Dialect.Choose("payload", "engine")} from {_name}_users"), None);
        engine.ShouldBe(Database.Dialect.Choose("postgres", "sqlite"));
    }

    [Fact]
    public async Task A_migration_that_was_changed_after_it_was_applied_is_refused()
    {
        await Migrator.MigrateAsync(Set(First), None);

        var e = await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(Set(First + "\n-- changed"), None));

        e.Message.ShouldContain("was changed after it was applied");
        e.Message.ShouldContain("Put the file back");
    }

    [Fact]
    public async Task Line_ends_do_not_count_as_a_change()
    {
        await Migrator.MigrateAsync(Set(First), None);

        (await Migrator.MigrateAsync(Set(First.ReplaceLineEndings("\r\n")), None)).Applied.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_newer_than_the_program_is_refused()
    {
        await Migrator.MigrateAsync(Set(First, "create table {name}_second (id bigint not null)"), None);

        var e = await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(Set(First), None));

        e.Message.ShouldContain("newer than this program");
        await Should.ThrowAsync<MigrationException>(() => Migrator.StatusAsync(Set(First), None));
    }

    [Fact]
    public async Task A_record_that_went_missing_is_refused()
    {
        var set = Set(First, "create table {name}_second (id bigint not null)");
        await Migrator.MigrateAsync(set, None);
        await Database.WriteAsync(
            session => session.ExecuteAsync("delete from schema_migrations where component = @_name and number = 1", new { _name }), None);

        (await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(set, None))).Message.ShouldContain("but not 1");
    }

    [Fact]
    public async Task Of_concurrent_migrators_each_migration_is_applied_by_one()
    {
        var set = Set([First, .. Enumerable.Range(0, 8).Select(i => $"create table {{name}}_t{i} (id bigint not null)")]);
        await using var other = fixture.Open();

        var reports = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => Task.Run(() => new Migrator(i % 2 == 0 ? Database : other).MigrateAsync(set, None))));

        reports.SelectMany(report => report.Applied).Select(migration => migration.Number).Order().ShouldBe(Enumerable.Range(1, 9));
        reports.ShouldAllBe(report => report.Version == 9);
    }

    [Fact]
    public void A_gap_a_double_number_and_a_file_without_a_number_are_refused()
    {
        Refusal(("0001_a.sql", ""), ("0003_c.sql", "")).ShouldContain("Migration 2 of 'x' is missing");
        Refusal(("0001_a.sql", ""), ("0001_b.sql", "")).ShouldContain("Two migrations of 'x' have the number 1: 0001_a and 0001_b");
        Refusal(("users.sql", "")).ShouldContain("'users.sql' of 'x' is no migration");
    }

    [Theory]
    [InlineData("-- only: oracle")]
    [InlineData("-- only: sqlite\n-- only: postgres\n-- end")]
    [InlineData("-- only: sqlite")]
    [InlineData("-- end")]
    public async Task A_block_that_makes_no_sense_is_refused(string sql) =>
        await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(Set(sql), None));

    private static string Refusal(params (string, string)[] files) =>
        Should.Throw<MigrationException>(() => MigrationSet.FromTexts("x", files)).Message;

    private MigrationSet Set(params string[] texts) => MigrationSet.FromTexts(
        _name, texts.Select((text, i) => ($"{i + 1:D4}_step.sql", text.Replace("{name}", _name, StringComparison.Ordinal))));
}
