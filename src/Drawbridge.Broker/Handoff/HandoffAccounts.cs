using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Introducers;
using Drawbridge.Broker.Users;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Handoff;

/// <summary>
/// The accounts that tokens were made for. Under handoff accounts are opened without us, and no call lists those of a user, so each is learned
/// when its owner comes with it: that it is theirs, the platform has just said.
/// </summary>
internal sealed class HandoffAccounts(AccountStore accounts, JobQueue jobs, TimeProvider time, ILogger<HandoffAccounts> log)
{
    /// <summary>Whether it is known as the user's.</summary>
    public async Task<bool> IsKnownAsync(BrokerEntity broker, BrokerUser user, long traderLogin, CancellationToken cancellationToken) =>
        (await accounts.ListAsync(broker.Id, user.Id, cancellationToken))
        .Any(account => account.TraderLogin == traderLogin && account.EnvironmentName == broker.Settings.Platform.EnvironmentName);

    /// <summary>Stores it as the user's. False when it cannot be; the log says why.</summary>
    public async Task<bool> TryAddAsync(BrokerEntity broker, BrokerUser user, TraderEntity trader, CancellationToken cancellationToken)
    {
        if (trader.DepositCurrency is not { Length: > 0 } currency)
        {
            HandoffLog.AccountWithoutCurrency(log, trader.Login, broker.Name.Value, broker.Crm.Name.Value);
            return false;
        }

        var account = new TradingAccount
        {
            TraderLogin = trader.Login,
            EnvironmentName = broker.Settings.Platform.EnvironmentName,
            DepositCurrency = currency,
            CreatedAt = time.GetUtcNow(),
        };
        if (!await accounts.TryAddKnownAsync(broker.Id, user.Id, account, cancellationToken))
        {
            HandoffLog.AccountOfAnotherUser(log, trader.Login, broker.Name.Value, broker.Crm.Name.Value, user.Id);
            return false;
        }

        if (broker.Settings.Partners.IntroducingBrokers)
        {
            await jobs.EnqueueAsync(IntroducerJobs.Request(broker.Id, user.Id), cancellationToken);
        }

        return true;
    }
}
