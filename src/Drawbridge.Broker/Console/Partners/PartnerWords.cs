using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;

namespace Drawbridge.Broker.Console.Partners;

/// <summary>What things about partners are called.</summary>
internal static class PartnerWords
{
    public static (string Text, string Tone) Of(PartnerStatus status) => status switch
    {
        PartnerStatus.Pending => ("Waits for approval", "warn"),
        PartnerStatus.Active => ("Active", "good"),
        PartnerStatus.Suspended => ("Suspended", "bad"),
        _ => ("Rejected", "calm"),
    };

    /// <summary>What the platform has of the identifier, compared with what it should have.</summary>
    public static (string Text, string Tone, string Why) OfPlatform(PartnerPageModel model)
    {
        var partner = model.Partner;
        var wanted = partner.Status == PartnerStatus.Active && model.Broker.Settings.Offers(Module.Invite) ? partner.Identifier : null;
        if (wanted == partner.ToldIdentifier)
        {
            return wanted is null
                ? ("In step", "good", partner.Status == PartnerStatus.Active ? "Invite is switched off, so the platform has none." : "The platform has none, as only active partners have one there.")
                : ("In step", "good", "The platform has this identifier.");
        }

        var has = partner.ToldIdentifier is { } told ? $"The platform still has {told}." : "The platform does not have it yet.";
        if (model.Background is { GivenUpAt: not null, LastError: { } fault })
        {
            return ("Refused", "bad", $"{has} {fault}");
        }

        return model.Background.CtraderUserId is null ? ("Waits", "busy", $"{has} The partner has no user on the platform so far.")
            : partner.AccountId is not null && model.Background.CtidTraderAccountId is null ? ("Waits", "busy", $"{has} The account is not linked on the platform so far.")
            : ("Under way", "busy", model.Background.LastError is { } last ? $"{has} The last attempt failed and is repeated: {last}" : has);
    }

    public static string Of(AttributionSource source) => source switch
    {
        AttributionSource.Link => "Link",
        AttributionSource.Code => "Code",
        AttributionSource.Identifier => "partnerId",
        AttributionSource.Webhook => "Platform's webhook",
        AttributionSource.Pull => "Platform's list",
        AttributionSource.Staff => "Staff",
        _ => "Transfer",
    };

    public static (string Text, string Tone) Of(AttributionVerdict verdict) => verdict switch
    {
        AttributionVerdict.Attributed or AttributionVerdict.Reattributed => ("Decides", "good"),
        AttributionVerdict.Refused => ("Does not count", "bad"),
        AttributionVerdict.Outdone => ("Outdone", "warn"),
        AttributionVerdict.Noted => ("Noted", "calm"),
        AttributionVerdict.Released => ("Taken away", "warn"),
        AttributionVerdict.Unattributed => ("Nobody's", "calm"),
        _ => ("Confirms", "calm"),
    };

    /// <summary>What is found behind a refusal, for who wants to know more than the sentence says.</summary>
    public static string? NoteOf(AttributionReason reason) => reason switch
    {
        AttributionReason.SelfReferral => "Self-referral: the same user, the same mailbox, or the partner's own device.",
        AttributionReason.Duplicate => "Duplicate: the mailbox belongs to a trader who was here before. Tags behind + do not make another mailbox.",
        AttributionReason.NotOpened => "Cookie stuffing: the link was loaded as a picture, in a frame or ahead of time, and no person opened it.",
        AttributionReason.Late => "Late: the platform named a partner after the time that it had for a trader without one.",
        AttributionReason.NotNew => "Late: the trader had signed up already, and only what came before counts.",
        AttributionReason.OutsideWindow => "Too early: the touch was longer before the signup than the window of the broker's rules.",
        AttributionReason.Protected => "Protected period: the platform cannot name another partner yet; staff can.",
        AttributionReason.PartnerInactive => "The partner was waiting, suspended or rejected at that time.",
        _ => null,
    };

    /// <summary>What was done, by its name in the audit log.</summary>
    public static string OfAct(string act) => act switch
    {
        "partner.add" => "Added",
        "partner.approve" => "Approved",
        "partner.reject" => "Rejected",
        "partner.suspend" => "Suspended",
        "partner.resume" => "Resumed",
        "partner.rename" => "Renamed",
        "partner.move" => "Moved",
        "partner.transfer" => "Traders transferred",
        _ => act,
    };
}
