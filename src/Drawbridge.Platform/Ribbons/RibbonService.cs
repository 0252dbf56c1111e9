using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Links;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Users;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Ribbons;

/// <summary>In-app controls.</summary>
internal sealed class RibbonService(RibbonStore store, UserScope users, AccountScope accounts, BrokerDirectory brokers)
{
    /// <summary>Call 3.9: the whole set of a user, from now on in all of the user's sessions (B2P-3.9-4, B2P-3.9-17, FLOW-RIBBON-2, FLOW-RIBBON-7).</summary>
    public async Task<Outcome<Nothing>> ReplaceAsync(Manager manager, InAppControlsRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.BrokerCrmName) || request.Rules is not { } rules || (request.UserId ?? rules.UserId) is not { } userId)
        {
            return PlatformFault.Missing("brokerCrmName, userId, rules"); // B2P-3.9-2..4
        }

        if (request.UserId is { } outer && rules.UserId is { } inner && outer != inner)
        {
            return PlatformFault.Invalid("userId and rules.userId must be the same."); // B2P-3.9-3
        }

        var ribbons = rules.Ribbons ?? [];
        var wrong = RibbonRules.Wrong(ribbons).ToList();
        if (wrong.Count > 0)
        {
            return PlatformFault.Invalid($"Missing, or not a value that this call defines: {string.Join(", ", wrong.Take(20))}.");
        }

        if (await users.CheckAsync(manager, request.BrokerCrmName, userId, cancellationToken) is { } denied)
        {
            return denied;
        }

        if (await DenialAsync(manager, request.BrokerCrmName, userId, ribbons, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await store.ReplaceAsync(request.BrokerCrmName, userId, ribbons, cancellationToken);
        return Nothing.Value;
    }

    private async Task<PlatformFault?> DenialAsync(Manager manager, string crm, long userId, IReadOnlyList<Ribbon> ribbons, CancellationToken cancellationToken)
    {
        var ofCrm = brokers.FindCrm(crm)!;
        if (ofCrm.All(static broker => broker.Options.Identity == IdentityMode.Handoff))
        {
            return PlatformFault.Invalid("In-app controls need single sign-on."); // B2P-3.9-18, MOD-24
        }

        if (ribbons.Any(ribbon => ribbon.BrokerName is { } name && ofCrm.All(broker => broker.BrokerName.Value != name)))
        {
            return new(PlatformErrorCode.BrokerNotFound, "A brokerName is not one of the CRM."); // ERR-24
        }

        foreach (var id in ribbons.Select(static ribbon => ribbon.CtidTraderAccountId).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            _ = RibbonRules.TryAccount(id, out var account);
            if (await accounts.FindAsync(manager, account, link => link.UserId == userId, cancellationToken) is Outcome<LinkRow>.Refused { Fault: var fault })
            {
                return fault;
            }
        }

        return null;
    }
}
