using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.AccessTokens;

/// <summary>Validates and revokes long-term tokens and the inappTokens that go with them.</summary>
internal sealed class AccessTokenService(
    AccessTokenReads reads, AccessTokenStore store, AccessTokenUse use, BrokerDirectory directory, Database database, TimeProvider time, IOptions<AccessTokenOptions> options)
{
    /// <summary>Says what a token stands for; neither consumes nor replaces it (P2B-4.3-7).</summary>
    /// <param name="token">The token.</param>
    /// <param name="isThisBroker">Whether a broker is the one the request is for.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ValidationResult> ValidateAsync(AccessToken token, Func<long, bool> isThisBroker, CancellationToken cancellationToken)
    {
        if (!token.IsOurs || await reads.FindAsync(token.Fingerprint(), cancellationToken) is not { } row)
        {
            return new ValidationResult.NotFound();
        }

        var now = time.GetUtcNow();
        var idle = directory.Current.FindBroker(row.BrokerId)?.Settings.AccessTokenIdleLifetime;
        switch (row)
        {
            case var _ when !isThisBroker(row.BrokerId):
                return new ValidationResult.OtherBroker();
            case { Revoked: true }:
                return new ValidationResult.NotFound(); // P2B-AT-6
            case { ExpiresAt: { } expiresAt } when expiresAt <= now:
                return new ValidationResult.Expired();
            case var _ when row.IdleSince + idle <= now:
                return new ValidationResult.Expired();
            default:
                use.Note(token.Fingerprint(), row.IdleSince, idle, now);
                return new ValidationResult.Valid(row);
        }
    }

    /// <summary>A new inappToken for the session of a valid access token (P2B-IT-6).</summary>
    public async Task<InAppToken> IssueInAppTokenAsync(AccessToken token, AccessTokenRow row, CancellationToken cancellationToken)
    {
        var inApp = InAppToken.New();
        var now = time.GetUtcNow();
        await store.AddInAppTokenAsync(inApp.Fingerprint(), row, token.Fingerprint(), now, now + options.Value.InAppTokenLifetime, cancellationToken);
        return inApp;
    }

    /// <summary>Whether an inappToken may stand beside this user in call 4.4 (P2B-IT-3).</summary>
    public Task<bool> IsInAppTokenValidAsync(string? text, BrokerEntity broker, long ctraderUserId, CancellationToken cancellationToken) =>
        InAppToken.TryParse(text, out var token) && token.IsOurs
            ? store.IsInAppTokenValidAsync(token.Fingerprint(), broker.Id, ctraderUserId, time.GetUtcNow(), cancellationToken)
            : Task.FromResult(false);

    /// <summary>The token in whatever state if it was issued to this user, else null.</summary>
    public async Task<AccessTokenRow?> FindAsync(AccessToken token, BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        token.IsOurs && await reads.FindAsync(token.Fingerprint(), cancellationToken) is { } row && row.BrokerId == broker.Id && row.UserId == userId
            ? row
            : null;

    /// <summary>Revokes one token and the inappTokens bound to it (P2B-4.5-5).</summary>
    public Task RevokeAsync(AccessToken token, BrokerEntity broker, CancellationToken cancellationToken) =>
        store.RevokeAsync(broker.Id, token.Fingerprint(), time.GetUtcNow(), cancellationToken);

    /// <summary>Revokes every access token, inappToken and unused OT token of a user (P2B-AT-6, P2B-AT-8, P2B-OT-11).</summary>
    public Task RevokeAllAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                await AccessTokenStore.RevokeAllAsync(session, broker.Id, userId, now);
                await OneTimeTokenStore.RevokeAllAsync(session, broker.Id, userId, now);
            },
            cancellationToken);
}
