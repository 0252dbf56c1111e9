namespace Drawbridge.Storage.Sqlite;

/// <summary>The compiled statements of one connection, by their text.</summary>
internal sealed class StatementCache(CachingSqliteConnection connection)
{
    // Texts are constants, but for lists that Dapper expands into one parameter an element.
    private const int Capacity = 512;

    private readonly Dictionary<string, CachedStatement> _statements = new(StringComparer.Ordinal);

    /// <summary>The statement of this text, to be used before the next call; a new one when the kept one is being read.</summary>
    public CachedStatement Get(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement))
        {
            return statement.IsInUse ? new CachedStatement(sql, connection) : statement;
        }

        if (_statements.Count >= Capacity)
        {
            EvictIdle();
        }

        return _statements[sql] = new CachedStatement(sql, connection);
    }

    public void Clear()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
    }

    private void EvictIdle()
    {
        foreach (var (sql, statement) in _statements.Where(entry => !entry.Value.IsInUse).ToList())
        {
            _statements.Remove(sql);
            statement.Dispose();
        }
    }
}
