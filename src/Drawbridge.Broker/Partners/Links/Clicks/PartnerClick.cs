using Drawbridge.Broker.Partners.Attribution;

namespace Drawbridge.Broker.Partners.Links.Clicks;

/// <summary>A visitor of a day who opened a link.</summary>
internal sealed record PartnerClick
{
    public long PartnerId { get; init; }

    public long? LinkId { get; init; }

    /// <summary>A <see cref="ClickReference"/>.</summary>
    public string Reference { get; init; } = "";

    /// <summary>What speaks against it.</summary>
    public AttributionFinding Findings { get; init; }

    /// <summary>When the visitor opened it last.</summary>
    public DateTimeOffset LastAt { get; init; }
}
