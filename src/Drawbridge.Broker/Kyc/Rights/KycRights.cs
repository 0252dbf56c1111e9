using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Kyc.Cases;

namespace Drawbridge.Broker.Kyc.Rights;

/// <summary>What a user may do on the platform by what was proven (WS-72, FLOW-KYC-3).</summary>
internal sealed class KycRights(KycStore store, TimeProvider time)
{
    /// <summary>
    /// Access rights of the user's live accounts: those of the last level in the broker's order whose approval holds; else what remains after one
    /// ran out; else, once an approval was taken back, those of a new account. Null: nothing was ever proven, so the accounts stay as they are.
    /// </summary>
    public async Task<ProvenRights?> FindAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken)
    {
        if (broker.Settings.Kyc.Levels.Count == 0)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var cases = await store.ListAsync(broker.Id, userId, cancellationToken);
        var levels = broker.Settings.Kyc.Levels.Reverse();
        var proven = levels.FirstOrDefault(level => level.AccessRights is not null && cases.Any(one => one.Level == level.Id && one.HoldsAt(now)))?.AccessRights
            ?? levels.FirstOrDefault(level => level.AccessRightsAfterExpiry is not null && cases.Any(one => one.Level == level.Id && HasRunOut(one, now)))
                ?.AccessRightsAfterExpiry;
        return proven is not null || await WasTakenBackAsync(broker, cases, cancellationToken) ? new ProvenRights(proven) : null;
    }

    /// <summary>Whether an approval that gave rights was taken back. What was never approved gave none.</summary>
    private async Task<bool> WasTakenBackAsync(BrokerEntity broker, IReadOnlyList<KycCase> cases, CancellationToken cancellationToken)
    {
        foreach (var one in cases.Where(one => one.State != KycState.Approved && broker.Settings.Kyc.Levels.Any(level => level.Id == one.Level && level.AccessRights is not null)))
        {
            if (await store.WasTakenBackAsync(one.Id, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasRunOut(KycCase one, DateTimeOffset now) => one.State == KycState.Expired || (one.State == KycState.Approved && !one.HoldsAt(now));
}

/// <summary>What a user's live accounts may do.</summary>
/// <param name="Rights">The same for all; null = each as a new one of its product.</param>
internal sealed record ProvenRights(string? Rights)
{
    public string For(AccountProduct product) => Rights ?? product.AccessRights;
}
