using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drawbridge.Bench;

/// <inheritdoc/>
internal sealed class SqliteTables : TokenTables, IAsyncDisposable
{
    // Rows of one write: the server waits for the file meanwhile.
    private const int Rows = 20_000;

    private const string OneTime =
        """
        insert into one_time_tokens (hash, broker_id, user_id, ctrader_user_id, purpose, keep_logged_in, created_at, expires_at)
        values (@hash, @broker, @user, @ctraderUser, 1, 1, @now, @expires)
        """;

    private const string Access =
        "insert into access_tokens (hash, broker_id, user_id, ctrader_user_id, created_at, expires_at) values (@hash, @broker, @user, @ctraderUser, @now, @expires)";

    private readonly Database _database;

    private SqliteTables(Database database, long brokerId)
        : base(brokerId) => _database = database;

    public static async Task<SqliteTables> OpenAsync(string path, string brokerName = BenchBroker.BrokerName)
    {
        var database = Database.Open(DatabaseOptions.ForSqlite(path), TimeProvider.System, NullLoggerFactory.Instance);
        var brokerId = await database.ReadAsync(session => session.GetAsync<long>("select id from brokers where name = @brokerName", new { brokerName }), CancellationToken.None);
        return new SqliteTables(database, brokerId);
    }

    public override Task AddUsersAsync() => _database.WriteAsync(
        async session =>
        {
            var values = new { first = FirstUser, last = FirstUser + Users - 1, broker = BrokerId, hash = RawHash.Make(), now = TimeProvider.System.GetUtcNow() };
            await session.ExecuteAsync(
                """
                with recursive i (n) as (select @first union all select n + 1 from i where n < @last)
                insert into users (broker_id, email, normalized_email, password_hash, security_stamp, concurrency_stamp, preferred_language, ctrader_user_id, created_at)
                select @broker, 'user' || n || '@example.test', 'USER' || n || '@EXAMPLE.TEST', @hash, 'x', 'x', 'en', n, @now from i
                """,
                values);
            await session.ExecuteAsync(
                """
                insert into accounts (broker_id, user_id, trader_login, environment_name, deposit_currency, created_at)
                select broker_id, id, ctrader_user_id, 'live', 'EUR', @now from users where broker_id = @broker and ctrader_user_id between @first and @last
                """,
                values);
        },
        CancellationToken.None);

    public override Task AddOneTimeTokensAsync(IReadOnlyList<TokenFingerprint> tokens) =>
        AddAsync(OneTime, tokens, TimeProvider.System.GetUtcNow() + Lifetime);

    public override Task AddAccessTokensAsync(IReadOnlyList<TokenFingerprint> tokens) => AddAsync(Access, tokens, expiresAt: null);

    public override Task<long> CountUsedAsync() => _database.ReadAsync(
        session => session.GetAsync<long>("select count(*) from one_time_tokens where used_at is not null"), CancellationToken.None);

    public override Task SettleAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task AddAsync(string sql, IReadOnlyList<TokenFingerprint> tokens, DateTimeOffset? expiresAt)
    {
        foreach (var some in tokens.Index().Chunk(Rows))
        {
            await _database.WriteAsync(
                async session =>
                {
                    foreach (var (i, token) in some)
                    {
                        await session.Prepared(sql)
                            .Bind("@hash", token.ToBytes()).Bind("@broker", BrokerId).Bind("@user", i % Users + 1L)
                            .Bind("@ctraderUser", FirstUser + i % Users).Bind("@now", TimeProvider.System.GetUtcNow()).Bind("@expires", expiresAt)
                            .ExecuteNonQueryAsync(session.CancellationToken);
                    }
                },
                CancellationToken.None);
        }
    }
}
