using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Users;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Handoff;

/// <summary>The broker's user for a user of the platform (FLOW-HANDOFF-8). Nobody is created here.</summary>
internal sealed class HandoffUsers(UserStore users, ILogger<HandoffUsers> log)
{
    /// <summary>The user with that <c>userId</c>, or null.</summary>
    public Task<BrokerUser?> FindLinkedAsync(BrokerEntity broker, long ctraderUserId, CancellationToken cancellationToken) =>
        users.FindByCtraderUserIdAsync(broker.Id, ctraderUserId, cancellationToken);

    /// <summary>
    /// The user with that address who is not linked yet, linked from now on (FLOW-MIGRATE-5), or null. Only who proved to own the address: else
    /// somebody could register with another person's address and wait until that person brings an account along.
    /// </summary>
    public async Task<BrokerUser?> LinkAsync(BrokerEntity broker, RedeemResponse redeemed, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(redeemed.Email)
            || await users.FindByEmailAsync(broker.Id, redeemed.Email, cancellationToken) is not { CtraderUserId: null, EmailConfirmedAt: not null } user
            || !await users.TrySetCtraderUserIdAsync(broker.Id, user.Id, redeemed.UserId, cancellationToken))
        {
            HandoffLog.NotRegistered(log, redeemed.UserId, broker.Name.Value, broker.Crm.Name.Value);
            return null;
        }

        HandoffLog.Linked(log, user.Id, broker.Name.Value, broker.Crm.Name.Value, redeemed.UserId);
        return await users.GetAsync(broker.Id, user.Id, cancellationToken);
    }
}
