using Drawbridge.Storage;

namespace Drawbridge.Broker.OneTimeTokens;

/// <summary>New OT tokens of concurrent requests, in one transaction of the one writer.</summary>
internal sealed class SqliteGenerate(Database database)
{
    private const string Sql =
        """
        insert into one_time_tokens (hash, broker_id, user_id, ctrader_user_id, purpose, keep_logged_in, created_at, expires_at)
        select @hash, broker_id, id, ctrader_user_id, @purpose, @keep, @created, @expires
          from users where broker_id = @broker and ctrader_user_id = @ctraderUser and blocked_at is null
        returning user_id
        """;

    public Task<IReadOnlyList<GenerateOutcome>> RunAsync(IReadOnlyList<GenerateRequest> requests, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<GenerateOutcome>>(
            async session =>
            {
                var outcomes = new GenerateOutcome[requests.Count];
                for (var i = 0; i < outcomes.Length; i++)
                {
                    var request = requests[i];
                    var userId = await session.Prepared(Sql)
                        .Bind("@hash", request.Token.ToBytes()).Bind("@purpose", (int)request.Purpose).Bind("@keep", request.KeepLoggedIn)
                        .Bind("@created", request.CreatedAt).Bind("@expires", request.ExpiresAt)
                        .Bind("@broker", request.BrokerId).Bind("@ctraderUser", request.CtraderUserId)
                        .ExecuteScalarAsync(session.CancellationToken);
                    outcomes[i] = new(userId as long?);
                }

                return outcomes;
            },
            cancellationToken);
}
