using Drawbridge.Protocol.Tokens;
using Npgsql;
using NpgsqlTypes;

namespace Drawbridge.Bench;

/// <inheritdoc/>
internal sealed class PostgresTables : TokenTables, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    private PostgresTables(NpgsqlDataSource source, long brokerId)
        : base(brokerId) => _source = source;

    public long Broker => BrokerId;

    public static async Task<PostgresTables> OpenAsync(string connectionString)
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 300 });
        await using var command = source.CreateCommand("select id from brokers");
        return new PostgresTables(source, (long)(await command.ExecuteScalarAsync())!);
    }

    public override Task AddUsersAsync() => ExecuteAsync(
        """
        insert into users (broker_id, email, normalized_email, security_stamp, concurrency_stamp, preferred_language, ctrader_user_id, created_at)
        select $1, 'user' || i || '@example.test', 'USER' || i || '@EXAMPLE.TEST', 'x', 'x', 'en', i, $2 from generate_series($3::bigint, $4::bigint) i
        """,
        BrokerId, Now(), FirstUser, FirstUser + Users - 1);

    public override async Task AddOneTimeTokensAsync(IReadOnlyList<TokenFingerprint> tokens)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy one_time_tokens (hash, broker_id, user_id, ctrader_user_id, purpose, keep_logged_in, created_at, expires_at) from stdin (format binary)");
        var now = Now();
        for (var i = 0; i < tokens.Count; i++)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(tokens[i].ToBytes(), NpgsqlDbType.Bytea);
            await copy.WriteAsync(BrokerId, NpgsqlDbType.Bigint);
            await copy.WriteAsync(i % Users + 1L, NpgsqlDbType.Bigint);
            await copy.WriteAsync(FirstUser + i % Users, NpgsqlDbType.Bigint);
            await copy.WriteAsync(1, NpgsqlDbType.Integer);
            await copy.WriteAsync(true, NpgsqlDbType.Boolean);
            await copy.WriteAsync(now, NpgsqlDbType.Bigint);
            await copy.WriteAsync(now + (long)Lifetime.TotalMilliseconds, NpgsqlDbType.Bigint);
        }

        await copy.CompleteAsync();
    }

    /// <summary>OT tokens whose hash <c>pgbench</c> can compute from a number.</summary>
    public Task AddNumberedTokensAsync(long first, long count) => ExecuteAsync(
        """
        insert into one_time_tokens (hash, broker_id, user_id, ctrader_user_id, purpose, keep_logged_in, created_at, expires_at)
        select sha256(int8send(i)), $1, i % 10000, i % 10000, 1, true, $2, $3 from generate_series($4::bigint, $5::bigint) i
        """,
        BrokerId, Now(), Now() + (long)Lifetime.TotalMilliseconds, first, first + count - 1);

    public override async Task AddAccessTokensAsync(IReadOnlyList<TokenFingerprint> tokens)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy access_tokens (hash, broker_id, user_id, ctrader_user_id, created_at) from stdin (format binary)");
        for (var i = 0; i < tokens.Count; i++)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(tokens[i].ToBytes(), NpgsqlDbType.Bytea);
            await copy.WriteAsync(BrokerId, NpgsqlDbType.Bigint);
            await copy.WriteAsync(i % Users + 1L, NpgsqlDbType.Bigint);
            await copy.WriteAsync(FirstUser + i % Users, NpgsqlDbType.Bigint);
            await copy.WriteAsync(Now(), NpgsqlDbType.Bigint);
        }

        await copy.CompleteAsync();
    }

    public override async Task<long> CountUsedAsync()
    {
        await using var command = _source.CreateCommand("select count(*) from one_time_tokens where used_at is not null");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The process that all of the server's are children of, if it runs on this machine.</summary>
    public async Task<int> ProcessAsync()
    {
        await using var command = _source.CreateCommand("select pg_backend_pid()");
        return CpuTime.ParentOf((int)(await command.ExecuteScalarAsync())!);
    }

    public override async Task SettleAsync()
    {
        await ExecuteAsync("vacuum (analyze) one_time_tokens");
        await ExecuteAsync("vacuum (analyze) access_tokens");
        await ExecuteAsync("vacuum (analyze) users");
        await ExecuteAsync("checkpoint");
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    public static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task ExecuteAsync(string sql, params long[] values)
    {
        await using var command = _source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
