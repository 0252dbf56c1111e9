namespace Drawbridge.Broker.Partners.Rewards.Earning;

/// <summary>A partner who stands above a trader at the time of a fact.</summary>
/// <param name="PartnerId">Who.</param>
/// <param name="Objection">Why nothing is earned there, for people; null = it is. The level stays taken, so that nobody above gets more by it.</param>
internal sealed record ChainLink(long PartnerId, string? Objection = null);

/// <summary>Everybody above a trader at the time of a fact: the trader's own partner first.</summary>
/// <param name="Links">From the first level up.</param>
/// <param name="AttributionEventId">The line of the ledger by which the trader was the first one's.</param>
internal sealed record RewardChain(IReadOnlyList<ChainLink> Links, long? AttributionEventId);
