using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.Partners.Links;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Partners.Tree;

namespace Drawbridge.Broker.Partners.Portal;

/// <summary>What the page for who is no partner yet shows.</summary>
/// <param name="Visit">Who looks.</param>
/// <param name="Registration">How one becomes a partner.</param>
/// <param name="NeedsAccount">First there must be a user of the platform, or an account (FLOW-ATTR1-1).</param>
/// <param name="Accounts">Accounts that can become partners; null where the person does.</param>
internal sealed record JoinModel(PortalVisit Visit, PartnerRegistration Registration, bool NeedsAccount, IReadOnlyList<ClientAccount>? Accounts) : IPortalModel
{
    /// <summary>What has to be agreed to.</summary>
    public AgreementBoxes Agreements { get; init; } = new([], AgreedVersions.None, new());
}

/// <summary>What the page about what came into force since a partner agreed shows.</summary>
/// <param name="Visit">Who looks.</param>
/// <param name="Agreements">What has to be agreed to.</param>
internal sealed record PartnerAgreementModel(PortalVisit Visit, AgreementBoxes Agreements) : IPortalModel;

/// <summary>What the partner's first page shows.</summary>
/// <param name="Visit">Who looks.</param>
/// <param name="ReferralUrl">The sign-up with the partner's identifier (FLOW-ATTR1-3).</param>
/// <param name="Traders">How many the partner brought.</param>
/// <param name="Clicks">How often people opened links lately.</param>
/// <param name="Partners">How many partners stand directly below.</param>
/// <param name="NeedsAccount">The platform cannot know the partner before it knows the user (FLOW-ATTR2-1).</param>
/// <param name="Join">For accounts that are no partners yet; null = there are none, or nobody can join.</param>
internal sealed record OverviewModel(PortalVisit Visit, string ReferralUrl, long Traders, long Clicks, long Partners, bool NeedsAccount, JoinModel? Join) : IPortalModel
{
    /// <summary>Of how many days clicks are counted.</summary>
    public const int Days = 30;
}

/// <summary>A campaign link as its partner sees it.</summary>
/// <param name="Link">The link.</param>
/// <param name="Url">What is shared.</param>
/// <param name="Clicks">How often people opened it.</param>
/// <param name="SignUps">How many signed up through it.</param>
internal sealed record ShownLink(PartnerLink Link, string Url, long Clicks, long SignUps);

/// <summary>What the page of links shows.</summary>
/// <param name="Visit">Who looks.</param>
/// <param name="Links">The latest first.</param>
/// <param name="Targets">Where new ones can lead.</param>
/// <param name="Form">What was entered.</param>
/// <param name="Errors">What was wrong.</param>
internal sealed record LinksModel(PortalVisit Visit, IReadOnlyList<ShownLink> Links, IReadOnlyList<LinkTarget> Targets, PartnerLink Form, FormErrors Errors) : IPortalModel;

/// <summary>What the page of one link shows.</summary>
/// <param name="Visit">Who looks.</param>
/// <param name="Link">The link.</param>
/// <param name="Picture">Its QR code, to stand in the page.</param>
internal sealed record LinkModel(PortalVisit Visit, ShownLink Link, string Picture) : IPortalModel;

/// <summary>What the page of codes shows.</summary>
/// <param name="Visit">Who looks.</param>
/// <param name="Codes">The latest first.</param>
/// <param name="Campaigns">Links that a code can count for.</param>
/// <param name="Code">What was entered.</param>
/// <param name="LinkId">What was chosen.</param>
/// <param name="Errors">What was wrong.</param>
internal sealed record CodesModel(
    PortalVisit Visit, IReadOnlyList<PartnerCode> Codes, IReadOnlyList<PartnerLink> Campaigns, string Code, long? LinkId, FormErrors Errors) : IPortalModel;

/// <summary>What the page of traders shows.</summary>
/// <param name="Visit">Who looks.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Traders">A page of them, as far as the broker tells; null = only how many.</param>
/// <param name="OlderUrl">The next page; null = there is none.</param>
internal sealed record TradersModel(PortalVisit Visit, long Count, IReadOnlyList<ShownTrader>? Traders, string? OlderUrl) : IPortalModel;

/// <summary>What the page of partners below shows.</summary>
/// <param name="Visit">Who looks.</param>
/// <param name="Partners">Those directly below.</param>
/// <param name="OlderUrl">The next page; null = there is none.</param>
internal sealed record NetworkModel(PortalVisit Visit, IReadOnlyList<SubPartner> Partners, string? OlderUrl) : IPortalModel;

/// <summary>A partner directly below.</summary>
/// <param name="Partner">Who.</param>
/// <param name="Traders">How many traders are its own.</param>
internal sealed record SubPartner(PartnerInTree Partner, long Traders);
