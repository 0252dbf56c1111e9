using System.Data.Common;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;
using Npgsql;

namespace Drawbridge.Broker.AccessTokens;

/// <summary>
/// Looks access tokens up by fingerprint (P2B-AT-7), one read each. On PostgreSQL concurrent requests share a statement; on SQLite each reads for
/// itself, which takes a few microseconds.
/// </summary>
internal sealed class AccessTokenReads : IAsyncDisposable
{
    private const string One = "select broker_id, user_id, ctrader_user_id, expires_at, revoked_at, created_at, last_used_at from access_tokens where hash = @hash";

    private const string Many =
        """
        select i.ord, t.broker_id, t.user_id, t.ctrader_user_id, t.expires_at, t.revoked_at, t.created_at, t.last_used_at
          from unnest($1, $2) as i(ord, hash) join access_tokens t on t.hash = i.hash
        """;

    private readonly Database _database;
    private readonly RequestCombiner<TokenFingerprint, AccessTokenRow?>? _combined;

    public AccessTokenReads(Database database)
    {
        _database = database;
        _combined = database.DataSource is { } source ? new((tokens, cancellationToken) => ReadManyAsync(source, tokens, cancellationToken)) : null;
    }

    /// <summary>The token in whatever state, or null when it is unknown.</summary>
    public Task<AccessTokenRow?> FindAsync(TokenFingerprint token, CancellationToken cancellationToken) =>
        _combined is not null
            ? _combined.RunAsync(token, cancellationToken)
            : _database.ReadAsync(session => ReadOneAsync(session, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _combined?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<AccessTokenRow?> ReadOneAsync(DbSession session, TokenFingerprint token)
    {
        await using var reader = await session.Prepared(One).Bind("@hash", token.ToBytes()).ExecuteReaderAsync(session.CancellationToken);
        return await reader.ReadAsync(session.CancellationToken) ? Read(reader, 0) : null;
    }

    private static async Task<IReadOnlyList<AccessTokenRow?>> ReadManyAsync(
        NpgsqlDataSource source, IReadOnlyList<TokenFingerprint> tokens, CancellationToken cancellationToken)
    {
        var hashes = new byte[tokens.Count][];
        var order = new int[tokens.Count];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = tokens[i].ToBytes();
            order[i] = i;
        }

        await using var command = source.CreateCommand(Many);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = order });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = hashes });
        var rows = new AccessTokenRow?[tokens.Count];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows[reader.GetInt32(0)] = Read(reader, 1);
        }

        return rows;
    }

    private static AccessTokenRow Read(DbDataReader reader, int first) => new()
    {
        BrokerId = reader.GetInt64(first),
        UserId = reader.GetInt64(first + 1),
        CtraderUserId = reader.GetInt64(first + 2),
        ExpiresAt = reader.IsDBNull(first + 3) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(first + 3)),
        Revoked = !reader.IsDBNull(first + 4),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(first + 5)),
        LastUsedAt = reader.IsDBNull(first + 6) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(first + 6)),
    };
}
