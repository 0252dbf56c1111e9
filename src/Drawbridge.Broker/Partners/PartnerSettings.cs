using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Links;
using Drawbridge.Broker.Partners.Rewards;

namespace Drawbridge.Broker.Partners;

/// <summary>How somebody becomes a partner of a broker.</summary>
public enum PartnerRegistration
{
    /// <summary>People ask, and somebody of the broker approves.</summary>
    Approval,

    /// <summary>Whoever asks is one at once.</summary>
    Open,

    /// <summary>Only the broker's staff makes partners.</summary>
    Closed,
}

/// <summary>The partner programme of a broker (INV-1, INV-2); without effect while the module Invite is off.</summary>
public sealed record PartnerSettings
{
    /// <summary>How somebody becomes a partner. Default by approval.</summary>
    public PartnerRegistration Registration { get; init; }

    /// <summary>What partners agree to when they register, with its versions; beside the agreements of traders. Default nothing.</summary>
    public IReadOnlyList<UserAgreement> Agreements { get; init; } = [];

    /// <summary>
    /// Whether the platform is told the first and second level partner of each trader, as <c>introducingBroker1</c> and <c>introducingBroker2</c> of the accounts
    /// (INV-3, WS-73); independent of the identifiers of 3.6 (INV-5). Default no.
    /// </summary>
    public bool IntroducingBrokers { get; init; }

    /// <summary>Where a day of the reports begins: UTC, the default, or a name of the IANA time zone database such as <c>Europe/Berlin</c>.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Who is the partner when somebody registers: the person, or one account. Default the person.</summary>
    public PartnerLevel Level { get; init; }

    /// <summary>What partners are told of those whom they brought. Default everything.</summary>
    public TraderDetails Traders { get; init; }

    /// <summary>Links and codes of partners.</summary>
    public PartnerLinkSettings Links { get; init; } = new();

    /// <summary>How users are attributed. A change holds for what happens from then on.</summary>
    public AttributionRules Attribution { get; init; } = new();

    /// <summary>How often the platform's lists are read for what its webhooks missed (INV-36), once there is an <c>InviteToken</c>. Default hourly; zero = never.</summary>
    public TimeSpan PullInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How partners are paid. What they earn stands in plans, not here.</summary>
    public RewardSettings Rewards { get; init; } = new();
}
