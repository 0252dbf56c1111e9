namespace Drawbridge.Broker.Ribbons.Campaigns;

/// <summary>What people do with a campaign.</summary>
internal enum CampaignAct
{
    /// <summary>Hands the draft over to who approves.</summary>
    Submit,

    /// <summary>Lets the draft count; not who wrote it.</summary>
    Approve,

    /// <summary>Hands the draft back to who wrote it.</summary>
    Reject,

    /// <summary>Takes it from everybody at once.</summary>
    Pause,

    /// <summary>Lets a paused one go on.</summary>
    Resume,

    /// <summary>Takes it from everybody for good.</summary>
    End,
}

/// <summary>Acts by name.</summary>
internal static class CampaignActs
{
    /// <summary>As in addresses, and behind <c>ribbon.</c> in the audit log.</summary>
    public static string NameOf(CampaignAct act) => act.ToString().ToLowerInvariant();

    /// <summary>Whether it takes the right to approve, not only to write.</summary>
    public static bool TakesApprover(CampaignAct act) => act is not (CampaignAct.Submit or CampaignAct.Pause);

    /// <summary>Whether a campaign can have it done now.</summary>
    public static bool Fits(CampaignAct act, Campaign campaign) => campaign.State != CampaignState.Ended && act switch
    {
        CampaignAct.Submit => campaign.Draft is not null && campaign.SubmittedAt is null,
        CampaignAct.Approve or CampaignAct.Reject => campaign.Draft is not null && campaign.SubmittedAt is not null,
        CampaignAct.Pause => campaign.State == CampaignState.Live,
        CampaignAct.Resume => campaign.State == CampaignState.Paused,
        _ => true,
    };
}

/// <summary>What became of it.</summary>
internal abstract record CampaignResult
{
    private CampaignResult()
    {
    }

    /// <summary>It happened.</summary>
    public sealed record Changed(Campaign Campaign) : CampaignResult;

    /// <summary>It was so already, or the same form or key did it before.</summary>
    public sealed record Unchanged(Campaign Campaign) : CampaignResult;

    /// <summary>There is no such campaign.</summary>
    public sealed record NotFound : CampaignResult;

    /// <summary>It does not fit how the campaign stands, or somebody else has changed it since it was read.</summary>
    public sealed record WrongState(Campaign Campaign) : CampaignResult;

    /// <summary>Who wrote the draft cannot approve it.</summary>
    public sealed record SamePerson(Campaign Campaign) : CampaignResult;

    /// <summary>There is something wrong with what it says.</summary>
    public sealed record Invalid(IReadOnlyList<CampaignFault> Faults) : CampaignResult;
}
