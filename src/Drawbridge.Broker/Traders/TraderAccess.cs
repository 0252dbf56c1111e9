using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Passkeys;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.Security;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Traders;

/// <summary>
/// The access of traders in the hands of staff and of the CRM: what there is, ending it, taking a lost second factor away, blocking. Each happens in
/// one write with whatever the caller writes down about it.
/// </summary>
internal sealed class TraderAccess(
    TraderStore traders,
    DeviceStore devices,
    SecondFactorStore factors,
    PasskeyStore passkeys,
    AccountStore accounts,
    AgreementStore agreements,
    OpenAccess access,
    UserStore users,
    AccountMails mails,
    BrokerDirectory directory,
    Database database,
    TimeProvider time,
    IOptions<Sessions.SessionOptions> options)
{
    /// <summary>All there is, or null when there is no such trader.</summary>
    public async Task<TraderDossier?> FindAsync(BrokerScope scope, long id, CancellationToken cancellationToken)
    {
        if (await traders.FindAsync(scope, id, cancellationToken) is not { } trader || directory.Current.FindBroker(trader.BrokerId) is not { } broker)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var sessions = await devices.ListSessionsAsync(broker.Id, id, now, cancellationToken);
        return new(
            trader,
            [.. sessions.Where(one => one.LastSeenAt + options.Value.IdleLifetimeOf(one.Kept) > now)],
            await devices.ListApplicationsAsync(broker, id, now, cancellationToken),
            await factors.FindAsync(broker.Id, id, cancellationToken),
            await passkeys.ListAsync(broker.Id, id, cancellationToken),
            await accounts.ListAsync(broker.Id, id, cancellationToken),
            await agreements.ListAsync(broker.Id, id, cancellationToken));
    }

    /// <summary>Ends one session or access token.</summary>
    /// <param name="scope">Whose traders.</param>
    /// <param name="id">Which trader.</param>
    /// <param name="hash">Hash of the session or token, as listed.</param>
    /// <param name="also">Part of the same write, if there was something to end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<TraderOutcome> EndAsync(BrokerScope scope, long id, byte[] hash, Func<DbSession, Task> also, CancellationToken cancellationToken) =>
        await traders.FindAsync(scope, id, cancellationToken) is { } trader
        && await devices.EndAsync(trader.BrokerId, id, hash, time.GetUtcNow(), also, cancellationToken)
            ? TraderOutcome.Done
            : TraderOutcome.NotFound;

    /// <summary>Does one of <see cref="TraderAct"/>.</summary>
    /// <param name="scope">Whose traders.</param>
    /// <param name="id">Which trader.</param>
    /// <param name="act">What.</param>
    /// <param name="also">Part of the same write, if something was changed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<TraderOutcome> DoAsync(BrokerScope scope, long id, TraderAct act, Func<DbSession, Task> also, CancellationToken cancellationToken)
    {
        if (await traders.FindAsync(scope, id, cancellationToken) is not { } trader
            || directory.Current.FindBroker(trader.BrokerId) is not { } broker
            || await users.FindAsync(broker.Id, id, cancellationToken) is not { } user)
        {
            return TraderOutcome.NotFound;
        }

        return await database.WriteAsync(
            async session =>
            {
                if (!await ChangeAsync(session, broker, user, act))
                {
                    return TraderOutcome.Unchanged;
                }

                if (act != TraderAct.Unblock)
                {
                    await access.EndAsync(session, broker, user, except: null);
                }

                await also(session);
                return TraderOutcome.Done;
            },
            cancellationToken);
    }

    private async Task<bool> ChangeAsync(DbSession session, BrokerEntity broker, BrokerUser user, TraderAct act)
    {
        switch (act)
        {
            case TraderAct.Block:
                return await TraderStore.TryBlockAsync(session, broker.Id, user.Id, time.GetUtcNow());
            case TraderAct.Unblock:
                return await TraderStore.TryUnblockAsync(session, broker.Id, user.Id);
            case TraderAct.ResetFactor:
                var had = await SecondFactorStore.RemoveAsync(session, broker.Id, user.Id);
                if (await PasskeyStore.RemoveAllAsync(session, broker.Id, user.Id) == 0 && !had)
                {
                    return false;
                }

                await TraderStore.RenewStampAsync(session, broker.Id, user.Id);
                await mails.TellAsync(session, AccountMails.SecondFactorReset(broker, user));
                return true;
            default:
                return true;
        }
    }
}
