using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Links;
using Drawbridge.Broker.Partners.Links.Clicks;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners;

/// <summary>What a user came with that is not in the ledger yet.</summary>
internal sealed record UserArrival
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    /// <summary>The identifier that the address of the sign-up carried.</summary>
    public string? PartnerId { get; init; }

    /// <summary>References of clicks, separated by spaces.</summary>
    public string? PartnerClicks { get; init; }

    /// <summary>The code that was typed.</summary>
    public string? PartnerCode { get; init; }

    /// <summary>JSON of <see cref="Users.Acquisition"/>: the <c>utm_</c> parameters that the sign-up carried.</summary>
    public string? Acquisition { get; init; }

    public string NormalizedEmail { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// The claims that come of it: each link that was opened, the code, and the identifier unless a link or code says the same more exactly. And whether the identifier is nobody's. Part of
    /// the caller's write.
    /// </summary>
    public async Task<(IReadOnlyList<AttributionClaim> Claims, bool IsUnknown)> ReadAsync(DbSession session)
    {
        var claims = new List<AttributionClaim>();
        var said = new HashSet<long>();
        foreach (var click in PartnerClicks is null ? [] : await PartnerClickStore.ListAsync(session, BrokerId, PartnerClicks.Split(' ')))
        {
            if (await PartnerStore.FindAsync(session, BrokerId, click.PartnerId) is { } opened)
            {
                var at = click.LastAt < CreatedAt ? click.LastAt : CreatedAt; // it led here, so it came before
                claims.Add(await ClaimAsync(session, opened, AttributionSource.Link, at, click.LinkId, click.Findings));
                if (!click.Findings.HasFlag(AttributionFinding.NotOpened))
                {
                    said.Add(opened.Id);
                }
            }
        }

        if (PartnerCode is not null && await PartnerLinkStore.FindCodeAsync(session, BrokerId, PartnerCode) is { } code
            && await PartnerStore.FindAsync(session, BrokerId, code.PartnerId) is { } typed)
        {
            claims.Add(await ClaimAsync(session, typed, AttributionSource.Code, CreatedAt, code.LinkId, AttributionFinding.None));
            said.Add(typed.Id);
        }

        if (PartnerId is null)
        {
            return (claims, false);
        }

        var named = await PartnerStore.FindByIdentifierAsync(session, BrokerId, PartnerId);
        if (named is not null && !said.Contains(named.Id))
        {
            claims.Add(await ClaimAsync(session, named, AttributionSource.Identifier, CreatedAt, await FindCampaignAsync(session, named), AttributionFinding.None));
        }

        return (claims, named is null);
    }

    /// <summary>An application hands on the identifier and the <c>utm_</c> parameters of a link, but no click: the campaign is the one link of the partner that has just these.</summary>
    private async Task<long?> FindCampaignAsync(DbSession session, Partner partner) =>
        Users.Acquisition.Read(Acquisition) is { UtmSource: not null } or { UtmMedium: not null } or { UtmCampaign: not null } or { UtmTerm: not null }
            ? await PartnerLinkStore.FindByUtmAsync(session, BrokerId, partner.Id, Users.Acquisition.Read(Acquisition)!)
            : null;

    private async Task<AttributionClaim> ClaimAsync(
        DbSession session, Partner partner, AttributionSource source, DateTimeOffset at, long? linkId, AttributionFinding findings) =>
        new(partner.Id, source, at) { LinkId = linkId, Findings = findings | await AttributionStore.FindAsync(session, partner, Id, NormalizedEmail) };
}
