using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Brokers;

namespace Drawbridge.Broker.ClientArea;

/// <summary>The trading accounts of a user, for the client area.</summary>
internal interface IClientAccounts
{
    Task<IReadOnlyList<ClientAccount>> ListAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken);
}

/// <summary>A trading account.</summary>
/// <param name="TraderLogin">Its number.</param>
/// <param name="Currency">ISO 4217, or null when not known here.</param>
/// <param name="IsDemo">It holds play money.</param>
/// <param name="EnvironmentName">Where it is; null = where live accounts are.</param>
internal sealed record ClientAccount(long TraderLogin, string? Currency, bool IsDemo = false, string? EnvironmentName = null);

/// <summary>The accounts that onboarding opened.</summary>
internal sealed class StoredAccounts(AccountStore accounts) : IClientAccounts
{
    public async Task<IReadOnlyList<ClientAccount>> ListAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        [.. (await accounts.ListAsync(broker.Id, userId, cancellationToken)).Select(account => new ClientAccount(account.TraderLogin, account.DepositCurrency, broker.Settings.IsDemo(account.EnvironmentName), account.EnvironmentName))];
}
