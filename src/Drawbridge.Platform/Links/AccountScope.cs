using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Links;

/// <summary>Whether a manager may call about a linked account: its trader's broker and group are within reach (B2P-0-17).</summary>
internal sealed class AccountScope(LinkStore links, TraderStore traders)
{
    private static readonly PlatformFault NoAccount = new(PlatformErrorCode.AccountNotFound, "The CRM's user has no such account."); // B2P-0-26, ERR-41

    /// <summary>The link, unless there is none, or none that <paramref name="fits"/> the call, or it is out of reach.</summary>
    public async Task<Outcome<LinkRow>> FindAsync(Manager manager, long ctidTraderAccountId, Func<LinkRow, bool> fits, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(ctidTraderAccountId, cancellationToken) is not { } link || !fits(link))
        {
            return NoAccount;
        }

        return TraderReach.Denial(manager, await traders.FindAsync(link.TraderLogin, cancellationToken)) is { } denied ? denied : link;
    }
}
