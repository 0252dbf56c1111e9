using Microsoft.Data.Sqlite;
using Npgsql;

namespace Drawbridge.Storage.Bulk;

/// <summary>Many rows at once, as a part of the caller's write.</summary>
public static class BulkInsert
{
    /// <summary>
    /// Inserts rows the fastest way that the engine has: <c>COPY</c> on PostgreSQL, one compiled statement on SQLite. A value is a
    /// <see cref="long"/>, <see cref="string"/>, <see cref="bool"/>, <see cref="DateTimeOffset"/>, an array of bytes, or null.
    /// </summary>
    /// <param name="session">A write.</param>
    /// <param name="table">The table; not something that a user says, nor are the columns.</param>
    /// <param name="columns">The columns, in the order of the values.</param>
    /// <param name="rows">The values of each row.</param>
    /// <returns>How many rows there were.</returns>
    public static async Task<long> InsertManyAsync(this DbSession session, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows) =>
        session.Connection is NpgsqlConnection postgres
            ? await CopyAsync(postgres, table, columns, rows, session.CancellationToken)
            : await RunAsync((SqliteConnection)session.Connection, table, columns, rows, session.CancellationToken);

    private static async Task<long> CopyAsync(
        NpgsqlConnection connection, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        await using var import = await connection.BeginBinaryImportAsync($"copy {table} ({string.Join(", ", columns)}) from stdin (format binary)", cancellationToken);
        foreach (var row in rows)
        {
            await import.StartRowAsync(cancellationToken);
            foreach (var value in row)
            {
                await (Stored(value) is { } given ? import.WriteAsync(given, cancellationToken) : import.WriteNullAsync(cancellationToken));
            }
        }

        return (long)await import.CompleteAsync(cancellationToken);
    }

    private static async Task<long> RunAsync(
        SqliteConnection connection, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        await using var command = new SqliteCommand(
            $"insert into {table} ({string.Join(", ", columns)}) values ({string.Join(", ", columns.Select(static (_, i) => $"@v{i}"))})", connection);
        var parameters = columns.Select((_, i) => command.Parameters.AddWithValue($"@v{i}", DBNull.Value)).ToArray();
        var count = 0L;
        foreach (var row in rows)
        {
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i].Value = Stored(row[i]) ?? DBNull.Value;
            }

            count += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return count;
    }

    private static object? Stored(object? value) => value is DateTimeOffset time ? time.ToUnixTimeMilliseconds() : value;
}
