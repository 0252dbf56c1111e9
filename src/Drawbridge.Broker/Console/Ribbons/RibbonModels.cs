using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Ribbons.Delivery;
using Drawbridge.Broker.Ribbons.Planning;
using Drawbridge.Broker.Ribbons.Traders;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Traders;

namespace Drawbridge.Broker.Console.Ribbons;

/// <summary>A campaign in the list.</summary>
internal sealed record CampaignLine(Campaign Campaign, BrokerEntity Broker, RibbonProgress Progress);

/// <summary>What the list shows.</summary>
/// <param name="Lines">The latest first.</param>
/// <param name="HasOlder">Whether there is a further page.</param>
/// <param name="Brokers">Each of the caller's brokers, and how what the platform confirmed compares.</param>
/// <param name="Errors">What was wrong with clearing.</param>
internal sealed record RibbonListModel(IReadOnlyList<CampaignLine> Lines, bool HasOlder, IReadOnlyList<BrokerLine> Brokers, FormErrors Errors);

/// <summary>A broker in the list.</summary>
internal sealed record BrokerLine(BrokerEntity Broker, RibbonComparison Comparison, RibbonPass? Pass);

/// <summary>What the page of a campaign shows.</summary>
/// <param name="Campaign">Which.</param>
/// <param name="Broker">Whose.</param>
/// <param name="Progress">How far it has come.</param>
/// <param name="Pass">Whether all traders are being looked at.</param>
/// <param name="Preview">What its latest content would do; null when that has faults by now.</param>
/// <param name="Conditions">Whom it is for, in words.</param>
/// <param name="Audit">What was done, the latest first.</param>
/// <param name="Errors">What was wrong.</param>
internal sealed record CampaignModel(
    Campaign Campaign, BrokerEntity Broker, RibbonProgress Progress, RibbonPass? Pass, CampaignPreview? Preview, IReadOnlyList<string> Conditions, IReadOnlyList<AuditEntry> Audit,
    FormErrors Errors);

/// <summary>What the form of a campaign shows.</summary>
/// <param name="Campaign">Null for a new one.</param>
/// <param name="Broker">Whose.</param>
/// <param name="Form">What the fields hold.</param>
/// <param name="Preview">What it would do, once asked for.</param>
/// <param name="Errors">What is wrong.</param>
internal sealed record CampaignFormModel(Campaign? Campaign, BrokerEntity Broker, CampaignForm Form, CampaignPreview? Preview, FormErrors Errors);

/// <summary>What the page of a trader's ribbons shows.</summary>
/// <param name="Trader">Who.</param>
/// <param name="Broker">Whose.</param>
/// <param name="View">What the trader sees and why.</param>
/// <param name="Tags">The trader's tags.</param>
/// <param name="KnownTags">Tags in use, to choose from.</param>
/// <param name="Errors">What was wrong.</param>
internal sealed record TraderRibbonsModel(
    TraderRow Trader, BrokerEntity Broker, TraderRibbonView View, IReadOnlyList<string> Tags, IReadOnlyList<string> KnownTags, FormErrors Errors);

/// <summary>What states are called.</summary>
internal static class RibbonWords
{
    public static (string Text, string Tone) Of(string status) => status switch
    {
        "draft" => ("Draft", "calm"),
        "waiting" => ("Waits for approval", "warn"),
        "scheduled" => ("Scheduled", "busy"),
        "running" => ("Running", "good"),
        "paused" => ("Paused", "warn"),
        _ => ("Ended", "calm"),
    };

    public static (string Text, string Tone) OfSet(string? status) => status switch
    {
        null => ("No ribbon ever", "calm"),
        "in-step" => ("Confirmed by the platform", "good"),
        "waiting" => ("Waits for the call", "busy"),
        "in-doubt" => ("Sent again: no usable answer", "warn"),
        _ => ("Refused by the platform", "bad"),
    };

    public static string Of(RibbonScope scope) => scope switch
    {
        RibbonScope.Account => "Sessions of each account that fits",
        RibbonScope.Crm => "Sessions of every broker of the CRM",
        _ => "Sessions of the broker",
    };
}
