using System.Data;
using Microsoft.Data.Sqlite;

namespace Drawbridge.Storage.Sqlite;

/// <summary>A command that hands its parameters to the kept statement of the same text and runs that.</summary>
internal sealed class CachingSqliteCommand(CachingSqliteConnection connection) : SqliteCommand(string.Empty, connection)
{
    public override int ExecuteNonQuery() => Kept().ExecuteNonQuery();

    public override object? ExecuteScalar() => Kept().ExecuteScalar();

    public override SqliteDataReader ExecuteReader() => Kept().ExecuteReader();

    public override SqliteDataReader ExecuteReader(CommandBehavior behavior) => Kept().ExecuteReader(behavior);

    private CachedStatement Kept()
    {
        var statement = connection.Statements.Get(CommandText);
        statement.Parameters.Clear();
        foreach (SqliteParameter parameter in Parameters)
        {
            statement.Parameters.Add(parameter);
        }

        return statement;
    }
}
