using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Platform.Sessions;

/// <summary>A session of an application as stored: the tokens are encrypted.</summary>
internal sealed class AppSessionRow
{
    public byte[] Fingerprint { get; init; } = [];

    public long UserId { get; init; }

    public string BrokerName { get; init; } = "";

    public string? Source { get; init; }

    public byte[]? AccessToken { get; init; }

    public byte[]? InappToken { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class AppSessionStore(PlatformDatabase database)
{
    /// <summary>Keeps a session. Its fingerprint is new by construction.</summary>
    public Task AddAsync(AppSessionRow session, CancellationToken cancellationToken) =>
        database.WriteAsync(
            db => db.ExecuteAsync(
                """
                insert into platform_app_session (fingerprint, user_id, broker_name, source, access_token, inapp_token, created_at)
                values (@Fingerprint, @UserId, @BrokerName, @Source, @AccessToken, @InappToken, @CreatedAt)
                """,
                session),
            cancellationToken);

    /// <summary>The session, null when it is unknown or over.</summary>
    public Task<AppSessionRow?> FindAsync(TokenFingerprint fingerprint, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => db.FindAsync<AppSessionRow>(
                "select * from platform_app_session where fingerprint = @fingerprint", new { fingerprint = fingerprint.ToBytes() }),
            cancellationToken);

    /// <summary>Sessions at a broker, the newest first.</summary>
    public Task<IReadOnlyList<AppSessionRow>> ListNewestAsync(string brokerName, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => db.ListAsync<AppSessionRow>(
                "select * from platform_app_session where broker_name = @brokerName order by created_at desc, user_id desc limit @limit", new { brokerName, limit }),
            cancellationToken);

    /// <summary>Removes a session and returns it, null when it was gone already. Of several callers one gets it.</summary>
    public Task<AppSessionRow?> TakeAsync(TokenFingerprint fingerprint, CancellationToken cancellationToken) =>
        database.WriteAsync(
            db => db.FindAsync<AppSessionRow>(
                "delete from platform_app_session where fingerprint = @fingerprint returning *", new { fingerprint = fingerprint.ToBytes() }),
            cancellationToken);

    /// <summary>Removes all sessions of a user and returns their fingerprints.</summary>
    public async Task<IReadOnlyList<TokenFingerprint>> TakeAllAsync(long userId, CancellationToken cancellationToken)
    {
        var taken = await database.WriteAsync(
            db => db.ListAsync<byte[]>("delete from platform_app_session where user_id = @userId returning fingerprint", new { userId }),
            cancellationToken);
        return [.. taken.Select(TokenFingerprint.FromBytes)];
    }
}
