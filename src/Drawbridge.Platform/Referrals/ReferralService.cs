using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Links;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Users;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Referrals;

/// <summary>Partner identifiers of users and accounts (INV-7).</summary>
internal sealed class ReferralService(ReferralStore store, AccountScope accounts, CrmScope crms, UserScope users, BrokerDirectory brokers)
{
    private const int LongestPartnerId = 128;

    /// <summary>Call 3.6 (FLOW-ATTR1-4). With an account the identifier is the account's, else the user's (B2P-3.6-4, B2P-3.6-5).</summary>
    public async Task<Outcome<ReferralResponse>> SetAsync(Manager manager, SetReferralRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.BrokerCrmName) || string.IsNullOrEmpty(request.PartnerId))
        {
            return PlatformFault.Missing("brokerCrmName, partnerId"); // B2P-3.6-2, B2P-3.6-3
        }

        if (request.PartnerId.Length > LongestPartnerId)
        {
            return PlatformFault.Invalid("partnerId is longer than 128 characters.");
        }

        if (request.UserId is null && request.CtidTraderAccountId is null)
        {
            return PlatformFault.Missing("userId or ctidTraderAccountId"); // B2P-3.6-6
        }

        var bound = await BindAsync(manager, request.BrokerCrmName, request.UserId, request.CtidTraderAccountId, cancellationToken);
        if (bound is not Outcome<ReferralRow>.Done { Value: var target })
        {
            return ((Outcome<ReferralRow>.Refused)bound).Fault;
        }

        await store.SetAsync(request.BrokerCrmName, target.UserId, target.CtidTraderAccountId, request.PartnerId, cancellationToken);
        return new ReferralResponse { UserId = request.UserId, CtidTraderAccountId = request.CtidTraderAccountId }; // B2P-3.6-7
    }

    /// <summary>Call 3.7. No record is no fault (B2P-3.7-5): the answer is empty then.</summary>
    public async Task<Outcome<ReferralResponse>> FindAsync(
        Manager manager, string brokerCrmName, long? userId, long? accountId, CancellationToken cancellationToken)
    {
        if (crms.Check(manager, brokerCrmName) is { } refusal)
        {
            return refusal;
        }

        var candidates = accountId is { } account
            ? await store.ListByAccountAsync(brokerCrmName, account, cancellationToken)
            : await store.ListByUserAsync(brokerCrmName, userId!.Value, cancellationToken);
        PlatformFault? denied = null;
        foreach (var found in candidates.Where(found => userId is null || userId == found.UserId))
        {
            denied = await DenialAsync(manager, found.CtidTraderAccountId, cancellationToken);
            if (denied is null)
            {
                return new ReferralResponse
                {
                    UserId = found.UserId,
                    CtidTraderAccountId = found.CtidTraderAccountId == 0 ? null : found.CtidTraderAccountId,
                    PartnerId = found.PartnerId,
                };
            }
        }

        return denied is null ? new ReferralResponse() : denied;
    }

    /// <summary>Call 3.8: the user's own record, or that of one account (B2P-3.8-3).</summary>
    public async Task<Outcome<Nothing>> DeleteAsync(
        Manager manager, string brokerCrmName, long userId, long? accountId, CancellationToken cancellationToken)
    {
        var bound = await BindAsync(manager, brokerCrmName, userId, accountId, cancellationToken);
        if (bound is not Outcome<ReferralRow>.Done { Value: var target })
        {
            return ((Outcome<ReferralRow>.Refused)bound).Fault;
        }

        await store.DeleteAsync(brokerCrmName, target.UserId, target.CtidTraderAccountId, cancellationToken);
        return Nothing.Value;
    }

    /// <summary>Why the record of an account is not for the manager (B2P-0-17), null when it is, or is the user's own.</summary>
    private async Task<PlatformFault?> DenialAsync(Manager manager, long accountId, CancellationToken cancellationToken) =>
        accountId == 0 ? null
        : await accounts.FindAsync(manager, accountId, static _ => true, cancellationToken) is Outcome<LinkRow>.Refused { Fault: var fault } ? fault
        : null;

    /// <summary>The user and account that the ids mean, if the CRM has them and they belong together.</summary>
    private async Task<Outcome<ReferralRow>> BindAsync(
        Manager manager, string brokerCrmName, long? userId, long? accountId, CancellationToken cancellationToken)
    {
        var denied = userId is { } user
            ? await users.CheckAsync(manager, brokerCrmName, user, cancellationToken)
            : crms.Check(manager, brokerCrmName);
        if (denied is not null)
        {
            return denied;
        }

        if (accountId is not { } account)
        {
            return new ReferralRow { UserId = userId!.Value };
        }

        return await accounts.FindAsync(
            manager,
            account,
            link => (userId is null || userId == link.UserId) && brokers.FindBroker(link.BrokerName)?.BrokerCrmName.Value == brokerCrmName,
            cancellationToken) switch
        {
            Outcome<LinkRow>.Done { Value: var link } => new ReferralRow { UserId = link.UserId, CtidTraderAccountId = account },
            Outcome<LinkRow>.Refused { Fault: var fault } => fault,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
