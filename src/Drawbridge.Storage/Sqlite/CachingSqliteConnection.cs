using Microsoft.Data.Sqlite;

namespace Drawbridge.Storage.Sqlite;

/// <summary>A connection whose commands, Dapper's too, reuse statements compiled before: compiling costs more than running most of them.</summary>
internal sealed class CachingSqliteConnection : SqliteConnection
{
    public CachingSqliteConnection(string connectionString)
        : base(connectionString) => Statements = new StatementCache(this);

    public StatementCache Statements { get; }

    public override SqliteCommand CreateCommand() => new CachingSqliteCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Statements.Clear();
        }

        base.Dispose(disposing);
    }
}
