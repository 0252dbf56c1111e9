namespace Drawbridge.Broker.Partners.Links;

/// <summary>A campaign link of a partner.</summary>
internal sealed record PartnerLink
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public long PartnerId { get; init; }

    /// <summary>Stands behind <c>/r/</c>. No two links of the installation have the same.</summary>
    public string Slug { get; init; } = "";

    /// <summary>What the partner calls the campaign.</summary>
    public string Name { get; init; } = "";

    public LinkTarget Target { get; init; }

    /// <summary>Where in the application, such as <c>/symbols/EURUSD/chart</c> (SCR-84); null = at its start.</summary>
    public string? DeepLink { get; init; }

    /// <summary>The partner's name in the application, <c>u</c> of its links (INV-40); null = not said.</summary>
    public string? Username { get; init; }

    public string? UtmSource { get; init; }

    public string? UtmMedium { get; init; }

    public string? UtmCampaign { get; init; }

    public string? UtmTerm { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when it leads nobody to the partner any more; null = still does.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }
}

/// <summary>A link with what came of it.</summary>
internal sealed record PartnerLinkCount
{
    public long LinkId { get; init; }

    /// <summary>How often people opened it, each visitor once a day.</summary>
    public long Clicks { get; init; }

    /// <summary>How many signed up through it.</summary>
    public long SignUps { get; init; }
}
