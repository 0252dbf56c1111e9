using Drawbridge.Broker.AccessTokens;
using Drawbridge.Broker.Brokers;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.OneTimeTokens;

/// <summary>Issues and exchanges OT tokens.</summary>
internal sealed class OneTimeTokenService(
    OneTimeTokenStore store,
    TimeProvider time,
    IOptions<OneTimeTokenOptions> options,
    IOptions<AccessTokenOptions> accessTokenOptions,
    ILogger<OneTimeTokenService> log)
{
    /// <summary>
    /// A new OT token of a user who is known to the platform, valid for 60 seconds from now (MOD-53, P2B-OT-1, P2B-OT-2); always a new value
    /// (P2B-OT-4, P2B-OT-5), beside the earlier ones (P2B-OT-10). Null when the broker has no such user, or blocked them.
    /// </summary>
    /// <param name="broker">The broker whose user it is.</param>
    /// <param name="ctraderUserId"><c>userId</c> on the platform.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="keepLoggedIn">Whether the user chose "Keep me logged in" (FLOW-KMLI-2).</param>
    /// <param name="cancellationToken">Stops waiting; the token may have been stored.</param>
    public async Task<IssuedOneTimeToken?> IssueAsync(
        BrokerEntity broker, long ctraderUserId, OneTimeTokenPurpose purpose, bool keepLoggedIn, CancellationToken cancellationToken)
    {
        var token = OneTimeToken.New();
        var now = time.GetUtcNow();
        var expiresAt = now + options.Value.Lifetime;
        var outcome = await store.GenerateAsync(
            new(token.Fingerprint(), broker.Id, ctraderUserId, purpose, keepLoggedIn, now, expiresAt), cancellationToken);
        return outcome.UserId is null ? null : new(token, expiresAt);
    }

    /// <summary>Trades a token of this broker for the user it stands for (P2B-4.2-10).</summary>
    public async Task<ExchangeResult> ExchangeAsync(OneTimeToken token, BrokerEntity broker, CancellationToken cancellationToken)
    {
        if (!token.IsOurs)
        {
            return new ExchangeResult.NotFound();
        }

        // Made beforehand, because the statement that consumes the OT token stores them, too (P2B-AT-1, P2B-AT-5).
        var access = AccessToken.New();
        var inApp = broker.Crm.Settings.IssueInAppTokens ? InAppToken.New() : null; // P2B-IT-1
        var now = time.GetUtcNow();
        var fingerprint = token.Fingerprint();
        var outcome = await store.ExchangeAsync(
            new(
                fingerprint,
                broker.Id,
                access.Fingerprint(),
                now + broker.Settings.AccessTokenLifetime,
                inApp?.Fingerprint(),
                now + accessTokenOptions.Value.InAppTokenLifetime),
            cancellationToken);
        if (outcome.Consumed)
        {
            return new ExchangeResult.Exchanged(outcome.CtraderUserId, outcome.AccessTokenIssued ? access : null, inApp);
        }

        return await ExplainAsync(outcome, fingerprint, broker, cancellationToken);
    }

    /// <summary>The broker of a token in any state, or null when it is unknown. Consumes nothing.</summary>
    public Task<long?> FindBrokerIdAsync(OneTimeToken token, CancellationToken cancellationToken) =>
        token.IsOurs ? store.FindBrokerIdAsync(token.Fingerprint(), cancellationToken) : Task.FromResult<long?>(null);

    private async Task<ExchangeResult> ExplainAsync(
        ExchangeOutcome outcome, TokenFingerprint fingerprint, BrokerEntity broker, CancellationToken cancellationToken)
    {
        if (outcome.BrokerId is null)
        {
            return new ExchangeResult.NotFound();
        }

        if (outcome.BrokerId != broker.Id)
        {
            return new ExchangeResult.OtherBroker();
        }

        if (outcome.Revoked)
        {
            return new ExchangeResult.NotFound(); // P2B-OT-11
        }

        if (!outcome.Used)
        {
            return new ExchangeResult.Expired();
        }

        // P2B-OT-9: used wins over expired.
        if (options.Value.RevokeOnReplay && await store.RevokeIssuedAsync(fingerprint, time.GetUtcNow(), cancellationToken))
        {
            OneTimeTokenLog.Replayed(log, broker.Name.Value, broker.Crm.Name.Value, fingerprint);
        }

        return new ExchangeResult.NotFound();
    }
}

/// <summary>An OT token and when it ends.</summary>
internal sealed record IssuedOneTimeToken(OneTimeToken Token, DateTimeOffset ExpiresAt);
