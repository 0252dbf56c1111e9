using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Drawbridge.Storage;

/// <summary>What differs between the engines. One SQL text serves both wherever they allow; the rest is chosen here.</summary>
public sealed class Dialect
{
    private const int SqliteUnique = 2067;
    private const int SqlitePrimaryKey = 1555;
    private const int SqliteForeignKey = 787;

    private Dialect(DatabaseEngine engine) => Engine = engine;

    public static Dialect Sqlite { get; } = new(DatabaseEngine.Sqlite);

    public static Dialect Postgres { get; } = new(DatabaseEngine.Postgres);

    public DatabaseEngine Engine { get; }

    /// <summary>Row locks, at the end of a <c>select</c>. SQLite has one writer and needs none.</summary>
    public string ForUpdate => Choose(postgres: "for update", sqlite: string.Empty);

    /// <summary>Row locks that pass over rows somebody else has locked.</summary>
    public string ForUpdateSkipLocked => Choose(postgres: "for update skip locked", sqlite: string.Empty);

    /// <summary>
    /// The condition that a column has one of the values of a parameter, which must be an array or list: <c>In("id", "@ids")</c>.
    /// </summary>
    public string In(string column, string parameter) => Choose(postgres: $"{column} = any({parameter})", sqlite: $"{column} in {parameter}");

    public string Choose(string postgres, string sqlite) => Engine == DatabaseEngine.Postgres ? postgres : sqlite;

    /// <summary>True when a unique index or primary key refused the row.</summary>
    public bool IsUniqueViolation(DbException e) => Engine == DatabaseEngine.Postgres
        ? e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }
        : e is SqliteException { SqliteExtendedErrorCode: SqliteUnique or SqlitePrimaryKey };

    /// <summary>True when a row that others refer to is missing or would go missing.</summary>
    public bool IsForeignKeyViolation(DbException e) => Engine == DatabaseEngine.Postgres
        ? e is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation }
        : e is SqliteException { SqliteExtendedErrorCode: SqliteForeignKey };
}
