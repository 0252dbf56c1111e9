namespace Drawbridge.Broker.Partners.Links;

/// <summary>Links and codes of a broker's partners.</summary>
public sealed record PartnerLinkSettings
{
    internal static readonly TimeSpan ShortestKeep = TimeSpan.FromDays(1);

    /// <summary>Whether the sign-up screen has a field for a partner's code. Default no.</summary>
    public bool Codes { get; init; }

    /// <summary>
    /// Whether the visitor's browser remembers, in a cookie of the broker's own host, which links it opened, so that somebody who comes back later without the link still
    /// counts for as long as the window of attribution. Default yes; without it only the address carries the link, from the click to the end of the sign-up.
    /// </summary>
    public bool RememberClicks { get; init; } = true;

    /// <summary>For how long single clicks are kept. Default 400 days, so that a year can be compared with the one before.</summary>
    public TimeSpan KeepClicks { get; init; } = TimeSpan.FromDays(400);

    /// <summary>Where the broker's own application is opened, for links that lead into it (INV-40, INV-41); null = there are none.</summary>
    public Uri? AppUrl { get; init; }
}
