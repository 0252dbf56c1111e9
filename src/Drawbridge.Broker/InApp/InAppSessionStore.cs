using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;

namespace Drawbridge.Broker.InApp;

/// <summary>A session to begin.</summary>
/// <param name="Handle">Fingerprint of its handle.</param>
/// <param name="BrokerId">The only broker whose token may open it.</param>
/// <param name="Action">What it is for.</param>
/// <param name="Account">The account named in the address.</param>
/// <param name="ExpiresAt">Its end.</param>
internal sealed record NewInAppSession(TokenFingerprint Handle, long BrokerId, InAppAction Action, long? Account, DateTimeOffset ExpiresAt);

/// <summary>The SQL of in-app sessions.</summary>
internal sealed class InAppSessionStore(Database database, TimeProvider time)
{
    /// <summary>
    /// Consumes an OT token of a user who may enter and begins the session, in one transaction: of any number of openings with one token one
    /// succeeds (P2B-OT-3), and a session never costs its token without being there.
    /// </summary>
    public Task<ExchangeOutcome> StartAsync(TokenFingerprint token, NewInAppSession start, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                var outcome = await OneTimeTokenStore.ConsumeAsync(session, token, start.BrokerId, OneTimeTokenPurpose.InApp, now);
                if (outcome.Consumed)
                {
                    await AddAsync(session, outcome.UserId, token, start, now);
                }

                return outcome;
            },
            cancellationToken);

    /// <summary>Begins the session of a user whose token somebody else consumed.</summary>
    public Task AddAsync(long userId, TokenFingerprint token, NewInAppSession start, CancellationToken cancellationToken) =>
        database.WriteAsync(session => AddAsync(session, userId, token, start, time.GetUtcNow()), cancellationToken);

    /// <summary>The broker's session in whatever state, or null.</summary>
    public Task<InAppSessionRow?> FindAsync(TokenFingerprint handle, long brokerId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<InAppSessionRow>(
                "select user_id, action, account, factor_at, token_hash, expires_at from in_app_sessions where hash = @hash and broker_id = @brokerId",
                new { hash = handle.ToBytes(), brokerId }),
            cancellationToken);

    /// <summary>Sets the account of a session that has none yet.</summary>
    public Task ChooseAccountAsync(TokenFingerprint handle, long brokerId, long account, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "update in_app_sessions set account = @account where hash = @hash and broker_id = @brokerId and account is null",
                new { hash = handle.ToBytes(), brokerId, account }),
            cancellationToken);

    /// <summary>Records that the user has proved with a second step who he is.</summary>
    public Task ProveAsync(TokenFingerprint handle, long brokerId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "update in_app_sessions set factor_at = @now where hash = @hash and broker_id = @brokerId",
                new { hash = handle.ToBytes(), brokerId, now = time.GetUtcNow() }),
            cancellationToken);

    /// <summary>Ends one session.</summary>
    public Task DeleteAsync(TokenFingerprint handle, long brokerId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "delete from in_app_sessions where hash = @hash and broker_id = @brokerId", new { hash = handle.ToBytes(), brokerId }),
            cancellationToken);

    /// <summary>Ends all of a user's, as part of the caller's write.</summary>
    public static Task<int> DeleteAllAsync(DbSession session, long brokerId, long userId) =>
        session.ExecuteAsync("delete from in_app_sessions where broker_id = @brokerId and user_id = @userId", new { brokerId, userId });

    /// <summary>Removes those past their end.</summary>
    public Task<int> DeleteEndedAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("delete from in_app_sessions where expires_at <= @now", new { now }), cancellationToken);

    private static Task<int> AddAsync(DbSession session, long userId, TokenFingerprint token, NewInAppSession start, DateTimeOffset now) =>
        session.ExecuteAsync(
            """
            insert into in_app_sessions (hash, broker_id, user_id, action, account, token_hash, created_at, expires_at)
            values (@hash, @BrokerId, @userId, @action, @Account, @tokenHash, @now, @ExpiresAt)
            """,
            new
            {
                hash = start.Handle.ToBytes(), start.BrokerId, userId, action = (int)start.Action, start.Account, tokenHash = token.ToBytes(), now,
                start.ExpiresAt,
            });
}
