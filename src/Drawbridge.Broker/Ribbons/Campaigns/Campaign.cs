using System.Text.Json;

namespace Drawbridge.Broker.Ribbons.Campaigns;

/// <summary>How far a campaign has come. The numbers are stored.</summary>
internal enum CampaignState
{
    /// <summary>Never approved.</summary>
    Draft = 0,

    /// <summary>Approved: it shows when its schedule says so.</summary>
    Live = 1,

    /// <summary>Taken from everybody until somebody lets it go on.</summary>
    Paused = 2,

    /// <summary>Taken from everybody for good.</summary>
    Ended = 3,
}

/// <summary>A campaign of a broker.</summary>
internal sealed class Campaign
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public string Name { get; init; } = "";

    public CampaignState State { get; init; }

    /// <summary>Counts the changes.</summary>
    public long Revision { get; init; }

    /// <summary>JSON of what was approved; null before.</summary>
    public string? Live { get; init; }

    /// <summary>JSON of what waits for approval; null when nothing does.</summary>
    public string? Draft { get; init; }

    /// <summary>Who wrote the draft: somebody else has to approve it.</summary>
    public string? DraftBy { get; init; }

    public DateTimeOffset? DraftAt { get; init; }

    /// <summary>Since when the draft waits for approval; null = it is still being written.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    public string? ApprovedBy { get; init; }

    public DateTimeOffset? ApprovedAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What was approved; null before.</summary>
    public CampaignContent? LiveContent => Live is null ? null : JsonSerializer.Deserialize(Live, CampaignJson.Default.CampaignContent);

    /// <summary>What waits for approval; null when nothing does.</summary>
    public CampaignContent? DraftContent => Draft is null ? null : JsonSerializer.Deserialize(Draft, CampaignJson.Default.CampaignContent);

    /// <summary>What an editor goes on with.</summary>
    public CampaignContent LatestContent => DraftContent ?? LiveContent ?? new();

    /// <summary>One word for where it is.</summary>
    public string StatusAt(DateTimeOffset now) => State switch
    {
        CampaignState.Draft => SubmittedAt is null ? "draft" : "waiting",
        CampaignState.Paused => "paused",
        CampaignState.Ended => "ended",
        _ => LiveContent!.Schedule is var schedule && schedule.IsOverAt(now) ? "ended" : schedule.ShowsAt(now) ? "running" : "scheduled",
    };
}
