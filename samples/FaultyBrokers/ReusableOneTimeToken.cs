using DotnetBroker;

namespace FaultyBrokers;

/// <summary>An OT token can be exchanged again and again (P2B-OT-3).</summary>
public sealed class ReusableOneTimeToken(Store store, TimeProvider time) : OneTimeTokens(store, time)
{
    protected override bool IsUsed(OneTimeTokenEntry entry) => false;
}
