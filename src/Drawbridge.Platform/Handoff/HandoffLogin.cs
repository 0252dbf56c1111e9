using Drawbridge.Platform.Links;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Platform.Handoff;

/// <summary>The platform's own login, by account number and password (FLOW-HANDOFF-1).</summary>
internal sealed class HandoffLogin(TraderStore traders, LinkStore links, PasswordHashing hashing)
{
    private static readonly PlatformFault WrongCredentials = new("LOGIN_REFUSED", "The account number or the password is wrong.", Status: 401);

    /// <summary>The user whose account that is at that broker. A wrong number takes as long as a wrong password.</summary>
    public async Task<Outcome<LinkRow>> CheckAsync(string brokerName, long login, string password, CancellationToken cancellationToken)
    {
        var trader = await traders.FindAsync(login, cancellationToken);
        var link = await links.FindByLoginAsync(login, cancellationToken);
        var isRight = await hashing.VerifyAsync(trader?.PasswordHash, PasswordHashMd5.Of(password), cancellationToken);
        return isRight && trader!.AccessRights != "NO_LOGIN" && link is not null && link.BrokerName == brokerName ? link : WrongCredentials;
    }
}
