using Npgsql;
using NpgsqlTypes;

namespace Drawbridge.Broker.OneTimeTokens;

/// <summary>
/// Exchanges of concurrent requests in one statement and one round trip: arrays in, rows out. Consuming a token, issuing its access token
/// and its inappToken, and saying why another one was refused are one atomic statement.
/// </summary>
internal sealed class PostgresExchange(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>
    /// The row lock that the update takes makes one of two exchanges wait for the other; it then finds used_at set and consumes nothing
    /// (P2B-OT-3). Requests are sorted by hash, so that two statements lock in one order.
    /// </summary>
    private const string Sql =
        """
        with input as (
          select * from unnest($1, $2, $3, $4, $5, $6)
            as i(ord, hash, broker_id, access_hash, access_expires_at, in_app_hash)
        ), consumed as (
          update one_time_tokens t
             set used_at = $7, access_token_hash = case when t.keep_logged_in and t.purpose <> 4 then i.access_hash end
            from input i
           where t.hash = i.hash and t.broker_id = i.broker_id and t.used_at is null and t.revoked_at is null and t.expires_at > $7
          returning i.ord, t.broker_id, t.user_id, t.ctrader_user_id, t.access_token_hash, i.access_expires_at, i.in_app_hash
        ), issued as (
          insert into access_tokens (hash, broker_id, user_id, ctrader_user_id, created_at, expires_at)
          select access_token_hash, broker_id, user_id, ctrader_user_id, $7, access_expires_at from consumed where access_token_hash is not null
        ), in_app as (
          insert into in_app_tokens (hash, broker_id, user_id, access_token_hash, created_at, expires_at)
          select in_app_hash, broker_id, user_id, access_token_hash, $7, $8 from consumed where in_app_hash is not null
        )
        select c.ord, true, c.ctrader_user_id, c.access_token_hash is not null, null::bigint, false, false from consumed c
        union all
        select i.ord, false, 0, false, t.broker_id, t.expires_at > $7 or t.used_at is not null, t.revoked_at is not null
          from input i join one_time_tokens t on t.hash = i.hash
         where not exists (select from consumed c where c.ord = i.ord)
        """;

    public async Task<IReadOnlyList<ExchangeOutcome>> RunAsync(IReadOnlyList<ExchangeRequest> requests, CancellationToken cancellationToken)
    {
        var order = Enumerable.Range(0, requests.Count).ToArray();
        Array.Sort(order, (a, b) => requests[a].Token.ToBytes().AsSpan().SequenceCompareTo(requests[b].Token.ToBytes()));
        while (true)
        {
            try
            {
                return await RunOnceAsync(requests, order, cancellationToken);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
                // Undone as a whole by the server; nothing was consumed.
            }
        }
    }

    private async Task<IReadOnlyList<ExchangeOutcome>> RunOnceAsync(
        IReadOnlyList<ExchangeRequest> requests, int[] order, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = order });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = Array.ConvertAll(order, i => requests[i].Token.ToBytes()) });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = Array.ConvertAll(order, i => requests[i].BrokerId) });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = Array.ConvertAll(order, i => requests[i].AccessToken.ToBytes()) });
        command.Parameters.Add(new NpgsqlParameter<long?[]>
        {
            TypedValue = Array.ConvertAll(order, i => requests[i].AccessTokenExpiresAt?.ToUnixTimeMilliseconds()),
        });
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = Array.ConvertAll(order, i => requests[i].InAppToken?.ToBytes()),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
        });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = time.GetUtcNow().ToUnixTimeMilliseconds() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = requests[0].InAppTokenExpiresAt.ToUnixTimeMilliseconds() });

        var outcomes = new ExchangeOutcome[requests.Count];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            outcomes[reader.GetInt32(0)] = new ExchangeOutcome
            {
                Consumed = reader.GetBoolean(1),
                CtraderUserId = reader.GetInt64(2),
                AccessTokenIssued = reader.GetBoolean(3),
                BrokerId = await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetInt64(4),
                Used = reader.GetBoolean(5),
                Revoked = reader.GetBoolean(6),
            };
        }

        return outcomes;
    }
}
