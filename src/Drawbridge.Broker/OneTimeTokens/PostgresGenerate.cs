using Npgsql;

namespace Drawbridge.Broker.OneTimeTokens;

/// <summary>New OT tokens of concurrent requests, in one statement and one round trip.</summary>
internal sealed class PostgresGenerate(NpgsqlDataSource source)
{
    private const string Sql =
        """
        with input as (
          select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)
            as i(ord, hash, broker_id, ctrader_user_id, purpose, keep_logged_in, created_at, expires_at)
        ), known as (
          select i.*, u.id as user_id from input i
          join users u on u.broker_id = i.broker_id and u.ctrader_user_id = i.ctrader_user_id and u.blocked_at is null
        ), stored as (
          insert into one_time_tokens (hash, broker_id, user_id, ctrader_user_id, purpose, keep_logged_in, created_at, expires_at)
          select hash, broker_id, user_id, ctrader_user_id, purpose, keep_logged_in, created_at, expires_at from known
        )
        select ord, user_id from known
        """;

    public async Task<IReadOnlyList<GenerateOutcome>> RunAsync(IReadOnlyList<GenerateRequest> requests, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. Enumerable.Range(0, requests.Count)] });
        command.Parameters.Add(Column(requests, request => request.Token.ToBytes()));
        command.Parameters.Add(Column(requests, request => request.BrokerId));
        command.Parameters.Add(Column(requests, request => request.CtraderUserId));
        command.Parameters.Add(Column(requests, request => (int)request.Purpose));
        command.Parameters.Add(Column(requests, request => request.KeepLoggedIn));
        command.Parameters.Add(Column(requests, request => request.CreatedAt.ToUnixTimeMilliseconds()));
        command.Parameters.Add(Column(requests, request => request.ExpiresAt.ToUnixTimeMilliseconds()));

        var outcomes = new GenerateOutcome[requests.Count];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            outcomes[reader.GetInt32(0)] = new(reader.GetInt64(1));
        }

        return outcomes;
    }

    private static NpgsqlParameter<T[]> Column<T>(IReadOnlyList<GenerateRequest> requests, Func<GenerateRequest, T> value)
    {
        var values = new T[requests.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(requests[i]);
        }

        return new() { TypedValue = values };
    }
}
