using Drawbridge.Storage;

namespace Drawbridge.Broker.OneTimeTokens;

/// <summary>Exchanges of concurrent requests in one transaction of the one writer; prepared statements, so each costs a few microseconds.</summary>
internal sealed class SqliteExchange(Database database, TimeProvider time)
{
    private const string Consume =
        """
        update one_time_tokens
           set used_at = @now, access_token_hash = case when keep_logged_in and purpose <> 4 then @access end
         where hash = @hash and broker_id = @broker and used_at is null and revoked_at is null and expires_at > @now
        returning user_id, ctrader_user_id, access_token_hash is not null
        """;

    private const string IssueAccess =
        """
        insert into access_tokens (hash, broker_id, user_id, ctrader_user_id, created_at, expires_at)
        values (@hash, @broker, @user, @ctraderUser, @now, @expires)
        """;

    private const string IssueInApp =
        """
        insert into in_app_tokens (hash, broker_id, user_id, access_token_hash, created_at, expires_at)
        values (@hash, @broker, @user, @access, @now, @expires)
        """;

    private const string Explain = "select broker_id, used_at is not null or expires_at > @now, revoked_at is not null from one_time_tokens where hash = @hash";

    public Task<IReadOnlyList<ExchangeOutcome>> RunAsync(IReadOnlyList<ExchangeRequest> requests, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<ExchangeOutcome>>(
            async session =>
            {
                var now = time.GetUtcNow().ToUnixTimeMilliseconds();
                var outcomes = new ExchangeOutcome[requests.Count];
                for (var i = 0; i < outcomes.Length; i++)
                {
                    outcomes[i] = await ExchangeAsync(session, requests[i], now);
                }

                return outcomes;
            },
            cancellationToken);

    private static async Task<ExchangeOutcome> ExchangeAsync(DbSession session, ExchangeRequest request, long now)
    {
        var hash = request.Token.ToBytes();
        var access = request.AccessToken.ToBytes();
        var consume = session.Prepared(Consume).Bind("@now", now).Bind("@access", access).Bind("@hash", hash).Bind("@broker", request.BrokerId);
        long userId;
        ExchangeOutcome outcome;
        await using (var reader = await consume.ExecuteReaderAsync(session.CancellationToken))
        {
            if (!await reader.ReadAsync(session.CancellationToken))
            {
                userId = 0;
                outcome = default;
            }
            else
            {
                userId = reader.GetInt64(0);
                outcome = new() { Consumed = true, CtraderUserId = reader.GetInt64(1), AccessTokenIssued = reader.GetBoolean(2) };
            }
        }

        if (!outcome.Consumed)
        {
            return await ExplainAsync(session, hash, now);
        }

        if (outcome.AccessTokenIssued)
        {
            await session.Prepared(IssueAccess)
                .Bind("@hash", access).Bind("@broker", request.BrokerId).Bind("@user", userId).Bind("@ctraderUser", outcome.CtraderUserId)
                .Bind("@now", now).Bind("@expires", request.AccessTokenExpiresAt)
                .ExecuteNonQueryAsync(session.CancellationToken);
        }

        if (request.InAppToken is { } inApp)
        {
            await session.Prepared(IssueInApp)
                .Bind("@hash", inApp.ToBytes()).Bind("@broker", request.BrokerId).Bind("@user", userId)
                .Bind("@access", outcome.AccessTokenIssued ? access : null)
                .Bind("@now", now).Bind("@expires", request.InAppTokenExpiresAt)
                .ExecuteNonQueryAsync(session.CancellationToken);
        }

        return outcome;
    }

    private static async Task<ExchangeOutcome> ExplainAsync(DbSession session, byte[] hash, long now)
    {
        await using var reader = await session.Prepared(Explain).Bind("@now", now).Bind("@hash", hash).ExecuteReaderAsync(session.CancellationToken);
        return await reader.ReadAsync(session.CancellationToken)
            ? new() { BrokerId = reader.GetInt64(0), Used = reader.GetBoolean(1), Revoked = reader.GetBoolean(2) }
            : default;
    }
}
