using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Users;

namespace Drawbridge.Broker.InApp;

/// <summary>Who uses an in-app screen.</summary>
/// <param name="Session">The session of the screen.</param>
/// <param name="User">The user.</param>
/// <param name="Accounts">The user's trading accounts, oldest first.</param>
internal sealed record InAppUser(InAppSession Session, BrokerUser User, IReadOnlyList<TradingAccount> Accounts)
{
    /// <summary>The account that the screen is about; null until one is chosen.</summary>
    public TradingAccount? Account => Session.Account is { } login ? Accounts.FirstOrDefault(account => account.TraderLogin == login) : null;
}
