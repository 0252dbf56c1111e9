using System.Collections.Concurrent;
using Drawbridge.Broker.Brokers;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Money;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Broker.ClientArea.Home;

/// <summary>What is on an account.</summary>
/// <param name="Balance">Money on it.</param>
/// <param name="Equity">The same with what open positions would bring now.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="ReadAt">When the platform said so.</param>
internal sealed record AccountBalance(MoneyAmount Balance, MoneyAmount Equity, string Currency, DateTimeOffset ReadAt);

/// <summary>What is on accounts, as far as it can be told without making anybody wait.</summary>
internal interface IAccountBalances
{
    /// <summary>By number of account. Those of which the platform has never told are left out; those of which it does not tell now are as they were.</summary>
    Task<IReadOnlyDictionary<long, AccountBalance>> ReadAsync(BrokerEntity broker, IReadOnlyList<ClientAccount> accounts, CancellationToken cancellationToken);
}

/// <summary>Reads balances at the platform (3.4's account entity), all at once, and keeps them for a moment, so that a page that is loaded again costs no calls.</summary>
internal sealed class PlatformBalances(BrokerPlatform platform, TimeProvider time) : IAccountBalances
{
    /// <summary>How long a balance counts as being of now.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    /// <summary>A page waits no longer for all of them (SCR-67).</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private const int MostKept = 20_000;

    private readonly ConcurrentDictionary<(long BrokerId, string? Environment, long Login), AccountBalance> _known = new();

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<long, AccountBalance>> ReadAsync(
        BrokerEntity broker, IReadOnlyList<ClientAccount> accounts, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var found = await Task.WhenAll(accounts.Select(account => FindAsync(broker, account, either.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        return accounts.Zip(found).Where(static pair => pair.Second is not null).ToDictionary(static pair => pair.First.TraderLogin, static pair => pair.Second!);
    }

    private async Task<AccountBalance?> FindAsync(BrokerEntity broker, ClientAccount account, CancellationToken cancellationToken)
    {
        var key = (broker.Id, account.EnvironmentName, account.TraderLogin);
        var known = _known.GetValueOrDefault(key);
        if (known is not null && time.GetUtcNow() - known.ReadAt < Fresh)
        {
            return known;
        }

        try
        {
            var client = account.EnvironmentName is { } environment
                ? await platform.ForAsync(broker, environment, cancellationToken)
                : await platform.ForAsync(broker, cancellationToken);
            if (await client.Traders.GetAsync(account.TraderLogin, cancellationToken).WaitAsync(cancellationToken)
                is not PlatformResult<TraderEntity>.Answered { Value: { DepositCurrency: { } currency } trader })
            {
                return known;
            }

            if (_known.Count >= MostKept)
            {
                _known.Clear();
            }

            return _known[key] = new(new(trader.Balance, trader.MoneyDigits), new(trader.Equity, trader.MoneyDigits), currency, time.GetUtcNow());
        }
        catch (OperationCanceledException)
        {
            return known; // too slow for this page
        }
    }
}
