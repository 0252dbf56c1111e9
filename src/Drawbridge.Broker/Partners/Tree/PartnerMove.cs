namespace Drawbridge.Broker.Partners.Tree;

/// <summary>From a time on a partner stands under another one (INV-3).</summary>
/// <param name="Id">Number of the move; of two moves at the same time the higher one counts.</param>
/// <param name="PartnerId">Who moves, with everybody below.</param>
/// <param name="ParentId">Under whom; null = at the top.</param>
/// <param name="From">Since when.</param>
internal sealed record PartnerMove(long Id, long PartnerId, long? ParentId, DateTimeOffset From);
