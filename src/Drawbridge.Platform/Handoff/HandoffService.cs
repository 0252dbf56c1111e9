using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Links;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Sessions;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Users;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Handoff;

/// <summary>The platform's own one-time tokens, for brokers whose users log in at the platform (FLOW-HANDOFF-1).</summary>
internal sealed class HandoffService(
    HandoffTokenStore tokens, LinkStore links, UserStore users, TraderStore traders, BrokerDirectory brokers, IOptions<PlatformOptions> options, TimeProvider time)
{
    private static readonly PlatformFault NoAccount = new(PlatformErrorCode.AccountNotFound, "The session has no such account.");

    private static readonly PlatformFault NoToken = new(PlatformErrorCode.OneTimeTokenNotFound, "The token is unknown, expired or consumed."); // ERR-42

    private static readonly PlatformFault NoRights = new(PlatformErrorCode.NotEnoughRights, "The token's broker is out of the manager's reach."); // ERR-42

    /// <summary>A token for one action at one account of a session, without a call to the CRM (FLOW-HANDOFF-3). Null: the first account.</summary>
    public async Task<Outcome<OneTimeToken>> IssueAsync(AppSessionRow session, long? login, CancellationToken cancellationToken)
    {
        var accounts = await links.ListAsync(session.UserId, session.BrokerName, cancellationToken);
        if (accounts.FirstOrDefault(account => login is null || account.Login == login) is not { } account)
        {
            return NoAccount;
        }

        var token = OneTimeToken.New();
        var row = new HandoffTokenRow
        {
            Fingerprint = token.Fingerprint().ToBytes(),
            UserId = session.UserId,
            TraderLogin = account.Login,
            BrokerName = session.BrokerName,
            ExpiresAt = time.GetUtcNow() + options.Value.HandoffTokenLifetime, // B2P-redeem-7
        };
        await tokens.AddAsync(row, cancellationToken);
        return token;
    }

    /// <summary>The redeem call (FLOW-HANDOFF-6). Whoever may not have the answer does not consume the token either.</summary>
    public async Task<Outcome<RedeemResponse>> RedeemAsync(Manager manager, RedeemRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.Token))
        {
            return PlatformFault.Missing("token"); // B2P-redeem-2
        }

        if (!OneTimeToken.TryParse(request.Token, out var token) || !token.IsOurs
            || await tokens.FindAsync(token.Fingerprint(), cancellationToken) is not { } found)
        {
            return NoToken; // B2P-redeem-5
        }

        if (brokers.FindBroker(found.BrokerName) is null || !await IsWithinReachAsync(manager, found, cancellationToken))
        {
            return NoRights; // B2P-redeem-5
        }

        return await users.FindAsync(found.UserId, cancellationToken) is { } user && await tokens.TakeAsync(token.Fingerprint(), cancellationToken)
            ? new RedeemResponse(user.UserId, user.Email, found.TraderLogin) // B2P-redeem-3, B2P-redeem-6
            : NoToken;
    }

    private async Task<bool> IsWithinReachAsync(Manager manager, HandoffTokenRow token, CancellationToken cancellationToken) =>
        await traders.FindAsync(token.TraderLogin, cancellationToken) is { } trader && manager.Reaches(token.BrokerName, trader.GroupName);
}
