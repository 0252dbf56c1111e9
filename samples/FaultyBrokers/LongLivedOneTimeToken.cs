using DotnetBroker;

namespace FaultyBrokers;

/// <summary>An OT token lives for five minutes instead of one (P2B-OT-2).</summary>
public sealed class LongLivedOneTimeToken(Store store, TimeProvider time) : OneTimeTokens(store, time)
{
    protected override TimeSpan Lifetime => TimeSpan.FromMinutes(5);
}
