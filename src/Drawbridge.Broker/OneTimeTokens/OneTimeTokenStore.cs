using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;

namespace Drawbridge.Broker.OneTimeTokens;

/// <summary>The SQL of OT tokens. Rows are found by fingerprint alone.</summary>
internal sealed class OneTimeTokenStore : IAsyncDisposable
{
    private readonly Database _database;
    private readonly RequestCombiner<ExchangeRequest, ExchangeOutcome> _exchanges;
    private readonly RequestCombiner<GenerateRequest, GenerateOutcome> _generations;

    public OneTimeTokenStore(Database database, TimeProvider time)
    {
        _database = database;
        if (database.DataSource is { } source)
        {
            _exchanges = new(new PostgresExchange(source, time).RunAsync);
            _generations = new(new PostgresGenerate(source).RunAsync);
        }
        else
        {
            // The one writer already combines what waits; a second worker would only split its batches.
            var single = new RequestCombinerOptions { Workers = 1 };
            _exchanges = new(new SqliteExchange(database, time).RunAsync, single);
            _generations = new(new SqliteGenerate(database).RunAsync, single);
        }
    }

    /// <summary>
    /// Consumes a token and issues what goes with it, atomically: of any number of exchanges of one token, on any number of nodes, exactly
    /// one is told <see cref="ExchangeOutcome.Consumed"/> (P2B-OT-3), and it is durable by then.
    /// </summary>
    public Task<ExchangeOutcome> ExchangeAsync(ExchangeRequest request, CancellationToken cancellationToken) =>
        _exchanges.RunAsync(request, cancellationToken);

    /// <summary>Stores a token for the user with that <c>userId</c> at that broker, if there is one and nobody blocked them.</summary>
    public Task<GenerateOutcome> GenerateAsync(GenerateRequest request, CancellationToken cancellationToken) =>
        _generations.RunAsync(request, cancellationToken);

    /// <summary>The broker of a token in any state, or null when there is no such token. Consumes nothing.</summary>
    public Task<long?> FindBrokerIdAsync(TokenFingerprint token, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            session => session.FindAsync<long?>("select broker_id from one_time_tokens where hash = @hash", new { hash = token.ToBytes() }),
            cancellationToken);

    /// <summary>The broker's token in whatever state, or null. Consumes nothing.</summary>
    public Task<OneTimeTokenState?> FindStateAsync(TokenFingerprint token, long brokerId, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            session => session.FindAsync<OneTimeTokenState>(
                "select used_at, revoked_at, expires_at from one_time_tokens where hash = @hash and broker_id = @brokerId", new { hash = token.ToBytes(), brokerId }),
            cancellationToken);

    /// <summary>
    /// Consumes a token that was generated for one purpose, of a user whom nobody blocked, as part of the caller's write; nothing is issued
    /// with it. Of any number of attempts one is told <see cref="ExchangeOutcome.Consumed"/> (P2B-OT-3).
    /// </summary>
    public static async Task<ExchangeOutcome> ConsumeAsync(
        DbSession session, TokenFingerprint token, long brokerId, OneTimeTokenPurpose purpose, DateTimeOffset now)
    {
        var values = new { hash = token.ToBytes(), brokerId, purpose = (int)purpose, now };
        var user = await session.FindAsync<TokenUser>(
            """
            update one_time_tokens set used_at = @now
            where hash = @hash and broker_id = @brokerId and purpose = @purpose and used_at is null and revoked_at is null and expires_at > @now
              and exists (select 1 from users u where u.id = user_id and u.broker_id = @brokerId and u.blocked_at is null)
            returning user_id, ctrader_user_id
            """,
            values);
        if (user is not null)
        {
            return new() { Consumed = true, UserId = user.UserId, CtraderUserId = user.CtraderUserId };
        }

        var state = await session.FindAsync<TokenState>(
            "select broker_id, purpose, used_at, revoked_at, expires_at from one_time_tokens where hash = @hash", values);
        return state is null
            ? default
            : new()
            {
                BrokerId = state.BrokerId,
                Used = state.UsedAt is not null,

                // What cannot be used here, and has not run out, counts as revoked: it is not said which of the reasons it is.
                Revoked = state.RevokedAt is not null || state.Purpose != (int)purpose || state.ExpiresAt > now,
            };
    }

    private sealed class TokenUser
    {
        public long UserId { get; init; }

        public long CtraderUserId { get; init; }
    }

    private sealed class TokenState
    {
        public long BrokerId { get; init; }

        public int Purpose { get; init; }

        public DateTimeOffset? UsedAt { get; init; }

        public DateTimeOffset? RevokedAt { get; init; }

        public DateTimeOffset ExpiresAt { get; init; }
    }

    /// <summary>Revokes the access token that the first use of this OT token issued, and the inappTokens of that session. True if there was one.</summary>
    public Task<bool> RevokeIssuedAsync(TokenFingerprint token, DateTimeOffset now, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            async session =>
            {
                var hash = token.ToBytes();
                var access = await session.FindAsync<byte[]>("select access_token_hash from one_time_tokens where hash = @hash", new { hash });
                if (access is null)
                {
                    return false;
                }

                var revoked = await session.ExecuteAsync(
                    "update access_tokens set revoked_at = @now where hash = @access and revoked_at is null", new { access, now });
                await session.ExecuteAsync(
                    """
                    update in_app_tokens set revoked_at = @now
                    where user_id = (select user_id from access_tokens where hash = @access) and access_token_hash = @access and revoked_at is null
                    """,
                    new { access, now });
                return revoked > 0;
            },
            cancellationToken);

    /// <summary>Makes every token of a user that has not been used unusable (P2B-OT-11).</summary>
    public static Task<int> RevokeAllAsync(DbSession session, long brokerId, long userId, DateTimeOffset now) =>
        session.ExecuteAsync(
            """
            update one_time_tokens set revoked_at = @now
            where broker_id = @brokerId and user_id = @userId and used_at is null and revoked_at is null and expires_at > @now
            """,
            new { brokerId, userId, now });

    /// <summary>Removes tokens, used or not, that ended before the time (DEC-16).</summary>
    public Task<int> DeleteExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => session.ExecuteAsync("delete from one_time_tokens where expires_at < @before", new { before }), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _exchanges.DisposeAsync();
        await _generations.DisposeAsync();
    }
}
