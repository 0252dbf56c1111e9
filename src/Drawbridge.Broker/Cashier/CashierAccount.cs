using Drawbridge.Broker.Brokers;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Money;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Broker.Cashier;

/// <summary>An account as the platform has it now.</summary>
/// <param name="Login">Its number.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Balance">What is on it.</param>
internal sealed record CashierAccount(long Login, string Currency, MoneyAmount Balance)
{
    public int Digits => Balance.Digits;
}

/// <summary>Reads accounts at the platform which knows their currency, digits and balance (B2P-0-11).</summary>
internal sealed class CashierAccounts(BrokerPlatform platform)
{
    /// <summary>Null when the platform cannot tell now.</summary>
    public async Task<CashierAccount?> FindAsync(BrokerEntity broker, long login, CancellationToken cancellationToken)
    {
        var client = await platform.ForAsync(broker, cancellationToken);
        return await client.Traders.GetAsync(login, cancellationToken) is PlatformResult<TraderEntity>.Answered { Value: { DepositCurrency: { } currency } trader }
            ? new(login, currency, new(trader.Balance, trader.MoneyDigits))
            : null;
    }
}
