using System.Text.Json.Serialization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Ribbons.Delivery;
using Drawbridge.Broker.Ribbons.Traders;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Broker.Ribbons.Api;

/// <summary>A page of campaigns.</summary>
internal sealed record CampaignList(IReadOnlyList<CampaignAnswer> Campaigns, string? NextCursor);

/// <summary>A campaign.</summary>
/// <param name="Id">Names it in the other calls.</param>
/// <param name="BrokerName">Whose.</param>
/// <param name="Status"><c>draft</c>, <c>waiting</c> for approval, <c>scheduled</c>, <c>running</c>, <c>paused</c> or <c>ended</c>.</param>
/// <param name="Revision">Counts the changes.</param>
/// <param name="Live">What is in force; null before it was approved.</param>
/// <param name="Draft">What waits for approval, or is being written; null when nothing is.</param>
/// <param name="DraftBy">Who wrote the draft.</param>
/// <param name="SubmittedAt">Since when the draft waits for approval.</param>
/// <param name="ApprovedBy">Who approved what is in force.</param>
/// <param name="ApprovedAt">When.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
/// <param name="Progress">How far it has come; not in lists.</param>
internal sealed record CampaignAnswer(
    long Id, string BrokerName, string Status, long Revision, CampaignContent? Live, CampaignContent? Draft, string? DraftBy, DateTimeOffset? SubmittedAt, string? ApprovedBy,
    DateTimeOffset? ApprovedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, RibbonProgress? Progress)
{
    public static CampaignAnswer Of(Campaign campaign, BrokerEntity broker, DateTimeOffset now, RibbonProgress? progress = null) => new(
        campaign.Id, broker.Name.Value, campaign.StatusAt(now), campaign.Revision, campaign.LiveContent, campaign.DraftContent, campaign.DraftBy, campaign.SubmittedAt,
        campaign.ApprovedBy, campaign.ApprovedAt, campaign.CreatedAt, campaign.UpdatedAt, progress);
}

/// <summary>What a trader sees and why.</summary>
/// <param name="Status"><c>none</c>, <c>in-step</c>, <c>waiting</c>, <c>in-doubt</c> or <c>failed</c>.</param>
/// <param name="Failure">Why the platform refused.</param>
/// <param name="Planned">What is to be seen.</param>
/// <param name="PlannedAt">Since when.</param>
/// <param name="Confirmed">What the platform has confirmed last.</param>
/// <param name="ConfirmedAt">When.</param>
/// <param name="Campaigns">Each approved campaign of the broker, and what has to hold for the trader to see it.</param>
internal sealed record TraderRibbonsAnswer(
    string Status, string? Failure, IReadOnlyList<Ribbon> Planned, DateTimeOffset? PlannedAt, IReadOnlyList<Ribbon> Confirmed, DateTimeOffset? ConfirmedAt,
    IReadOnlyList<TraderCampaignAnswer> Campaigns)
{
    public static TraderRibbonsAnswer Of(TraderRibbonView view) => new(
        view.Record?.Status ?? "none", view.Record?.Failure, [.. view.Planned.Select(static one => one.Ribbon)], view.Record?.PlannedAt,
        [.. view.Confirmed.Select(static one => one.Ribbon)], view.Record?.ConfirmedAt,
        [.. view.Campaigns.Select(static one => new TraderCampaignAnswer(one.Campaign.Id, one.Campaign.Name, one.IsPlanned, one.Covered, one.Reasons))]);
}

/// <summary>A campaign for a trader.</summary>
/// <param name="Id">Number of the campaign.</param>
/// <param name="Name">Its name.</param>
/// <param name="Planned">Whether the trader is to see it.</param>
/// <param name="Covered">Whether some sessions show narrower ribbons in its place.</param>
/// <param name="Reasons">What has to hold, and whether it does.</param>
internal sealed record TraderCampaignAnswer(long Id, string Name, bool Planned, bool Covered, IReadOnlyList<AudienceReason> Reasons);

/// <summary>What was cleared.</summary>
/// <param name="Paused">How many campaigns were live.</param>
internal sealed record RibbonsCleared(int Paused);

/// <summary>How planned and confirmed sets compare, broker by broker.</summary>
internal sealed record RibbonComparisonList(IReadOnlyList<RibbonComparisonAnswer> Brokers);

/// <summary>How planned and confirmed sets of a broker compare.</summary>
/// <param name="BrokerName">Whose.</param>
/// <param name="Users">Counts of users of the platform.</param>
/// <param name="LookedAt">Traders looked at since something changed last.</param>
/// <param name="Looking">Whether all traders of the broker are being looked at now.</param>
internal sealed record RibbonComparisonAnswer(string BrokerName, RibbonComparison Users, long LookedAt, bool Looking);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CampaignList))]
[JsonSerializable(typeof(CampaignAnswer))]
[JsonSerializable(typeof(CampaignPreview))]
[JsonSerializable(typeof(TraderRibbonsAnswer))]
[JsonSerializable(typeof(RibbonsCleared))]
[JsonSerializable(typeof(RibbonComparisonList))]
internal sealed partial class RibbonAnswerJson : JsonSerializerContext;
