namespace Drawbridge.Broker.Partners.Attribution;

/// <summary>Whose user somebody is, and how that came about.</summary>
/// <param name="PartnerId">The partner; null = nobody's.</param>
/// <param name="Since">Since when.</param>
/// <param name="ProtectedUntil">Until when the platform may not name another partner (INV-42).</param>
/// <param name="Source">Where the claim came from that counts.</param>
/// <param name="EventId">The line of the ledger that counts.</param>
/// <param name="Steps">Every line of the ledger and what became of it, in the order of the ledger.</param>
internal sealed record AttributionResult(
    long? PartnerId, DateTimeOffset? Since, DateTimeOffset? ProtectedUntil, AttributionSource? Source, long? EventId, IReadOnlyList<AttributionStep> Steps)
{
    /// <summary>Everybody whom a line of the ledger names.</summary>
    public IEnumerable<long> PartnerIds => Steps.Select(static step => step.Event).OfType<AttributionEvent.Claim>().Select(static claim => claim.PartnerId).Distinct();

    /// <summary>The step that decided.</summary>
    public AttributionStep? Deciding => Steps.FirstOrDefault(step => step.Event.Id == EventId);
}
