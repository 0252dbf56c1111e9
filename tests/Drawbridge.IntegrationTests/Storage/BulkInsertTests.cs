using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage.Bulk;

namespace Drawbridge.IntegrationTests.Storage;

public sealed class SqliteBulkInsertTests(SqliteFixture fixture) : BulkInsertTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresBulkInsertTests(PostgresFixture fixture) : BulkInsertTests(fixture), IClassFixture<PostgresFixture>;

public abstract class BulkInsertTests(DatabaseFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private sealed record Row
    {
        public long Number { get; init; }

        public string? Text { get; init; }

        public bool Flag { get; init; }

        public byte[]? Bytes { get; init; }

        public DateTimeOffset? At { get; init; }
    }

    private async Task<string> NewTableAsync()
    {
        var table = $"bulk_{Guid.NewGuid():N}";
        await fixture.Database.WriteAsync(
            session => session.ExecuteScriptAsync(
                $"create table {table} (number bigint primary key, text text, flag boolean, bytes {session.Dialect.Choose("bytea", "blob")}, at bigint)"),
            Cancellation);
        return table;
    }

    private Task<long> InsertAsync(string table, IEnumerable<object?[]> rows) =>
        fixture.Database.WriteAsync(session => session.InsertManyAsync(table, ["number", "text", "flag", "bytes", "at"], rows), Cancellation);

    [Fact]
    public async Task Values_of_each_type_and_none_come_back()
    {
        var table = await NewTableAsync();
        var now = fixture.Clock.GetUtcNow();

        (await InsertAsync(table, [[1L, "ä'\n\t", true, new byte[] { 0, 255 }, now], [2L, null, false, null, null]])).ShouldBe(2);

        var rows = await fixture.Database.ReadAsync(session => session.ListAsync<Row>($"select * from {table} order by number"), Cancellation);
        (rows[0].Text, rows[0].Flag, rows[0].At).ShouldBe(("ä'\n\t", true, now));
        rows[0].Bytes.ShouldBe([0, 255]);
        (rows[1].Text, rows[1].Flag, rows[1].Bytes, rows[1].At).ShouldBe((null, false, null, null));
    }

    [Fact]
    public async Task One_row_that_is_refused_leaves_none()
    {
        var table = await NewTableAsync();

        var failure = await Should.ThrowAsync<System.Data.Common.DbException>(() =>
            InsertAsync(table, Enumerable.Range(0, 5000).Select(static i => new object?[] { (long)(i == 4999 ? 0 : i), "x", true, null, null })));

        fixture.Database.Dialect.IsUniqueViolation(failure).ShouldBeTrue();
        (await fixture.Database.ReadAsync(session => session.GetAsync<long>($"select count(*) from {table}"), Cancellation)).ShouldBe(0);
    }
}
