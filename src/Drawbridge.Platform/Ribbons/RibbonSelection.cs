using System.Globalization;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Ribbons;

/// <summary>Which ribbons of a user's set a session shows (B2P-3.9-14..16, FLOW-RIBBON-3).</summary>
internal static class RibbonSelection
{
    /// <summary>Those for one account at one broker, or for no account: the narrowest scope that has any.</summary>
    public static IReadOnlyList<Ribbon> For(IReadOnlyList<Ribbon> set, string brokerName, long? accountId)
    {
        var account = accountId?.ToString(CultureInfo.InvariantCulture);
        var possible = set.Where(ribbon => ribbon.Enabled == true && (ribbon.BrokerName is null || ribbon.BrokerName == brokerName)).ToList(); // B2P-3.9-8, B2P-3.9-11
        var ofAccount = possible.Where(ribbon => account is not null && ribbon.CtidTraderAccountId == account).ToList();
        if (ofAccount.Count > 0)
        {
            return ofAccount; // B2P-3.9-14
        }

        var unbound = possible.Where(static ribbon => ribbon.CtidTraderAccountId is null).ToList();
        var ofBroker = unbound.Where(static ribbon => ribbon.BrokerName is not null).ToList();
        return ofBroker.Count > 0 ? ofBroker : unbound; // B2P-3.9-15, B2P-3.9-16
    }

    /// <summary>Those that some account of a session shows, in the order of the set: the application narrows them to the account it is at.</summary>
    public static IReadOnlyList<Ribbon> ForAny(IReadOnlyList<Ribbon> set, string brokerName, IReadOnlyList<long> accountIds)
    {
        var shown = accountIds.Count == 0
            ? For(set, brokerName, accountId: null)
            : accountIds.SelectMany(account => For(set, brokerName, account));
        var chosen = shown.ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. set.Where(chosen.Contains)];
    }
}
