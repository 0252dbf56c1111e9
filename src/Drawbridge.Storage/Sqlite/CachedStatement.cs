using Microsoft.Data.Sqlite;

namespace Drawbridge.Storage.Sqlite;

/// <summary>A command that is kept, and with it the statements that its first run compiled.</summary>
internal sealed class CachedStatement(string sql, SqliteConnection connection) : SqliteCommand(sql, connection)
{
    /// <summary>True while somebody still reads its rows.</summary>
    public bool IsInUse => DataReader is not null;
}
