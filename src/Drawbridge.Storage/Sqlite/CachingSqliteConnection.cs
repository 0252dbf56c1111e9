using Microsoft.Data.Sqlite;

namespace Drawbridge.Storage.Sqlite;

/// <summary>A connection whose commands, Dapper's too, reuse statements compiled before: compiling costs more than running most of them.</summary>
internal sealed class CachingSqliteConnection : SqliteConnection
{
    public CachingSqliteConnection(string connectionString)
        : base(connectionString)
    {
        Statements = new StatementCache(this);
        Prepared = new StatementCache(this);
    }

    /// <summary>Statements that are given all their parameters with each run.</summary>
    public StatementCache Statements { get; }

    /// <summary>Statements whose users keep setting the same parameter objects.</summary>
    public StatementCache Prepared { get; }

    public override SqliteCommand CreateCommand() => new CachingSqliteCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Statements.Clear();
            Prepared.Clear();
        }

        base.Dispose(disposing);
    }
}
