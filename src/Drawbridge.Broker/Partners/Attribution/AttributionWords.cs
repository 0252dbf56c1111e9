using System.Globalization;

namespace Drawbridge.Broker.Partners.Attribution;

/// <summary>Steps of an explanation as sentences, for staff and for the broker's CRM.</summary>
internal static class AttributionWords
{
    /// <summary>What a line says.</summary>
    public static string WhatOf(AttributionEvent line, Func<long, string> nameOf) => line switch
    {
        AttributionEvent.SignUp => "The trader signed up",
        AttributionEvent.Release => "Staff took the trader from the partner",
        AttributionEvent.Claim claim => claim.Source switch
        {
            AttributionSource.Link => $"The trader opened a link of {nameOf(claim.PartnerId)}",
            AttributionSource.Code => $"The trader typed the code of {nameOf(claim.PartnerId)}",
            AttributionSource.Identifier => $"The trader came with the partnerId of {nameOf(claim.PartnerId)}",
            AttributionSource.Webhook => $"The platform's webhook named {nameOf(claim.PartnerId)}",
            AttributionSource.Pull => $"The platform's list named {nameOf(claim.PartnerId)}",
            AttributionSource.Staff => $"Staff gave the trader to {nameOf(claim.PartnerId)}",
            _ => $"A transfer of traders named {nameOf(claim.PartnerId)}",
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A step as a sentence.</summary>
    public static string TextOf(AttributionStep step, Func<long, string> nameOf)
    {
        var what = WhatOf(step.Event, nameOf);
        var until = step.Until?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var so = (step.Verdict, step.Reason) switch
        {
            (AttributionVerdict.Noted, _) => "decided at the signup",
            (AttributionVerdict.Unattributed, _) => "nothing before it counts, so the trader is nobody's",
            (AttributionVerdict.Released, _) => "the trader is nobody's from here on",
            (AttributionVerdict.Attributed, _) when step.Event is AttributionEvent.SignUp => "the touches before it are decided",
            (AttributionVerdict.Attributed, _) => $"the trader is the partner's from here on, protected until {until} UTC",
            (AttributionVerdict.Reattributed, _) => $"the trader goes to this partner, protected until {until} UTC",
            (AttributionVerdict.Confirmed, AttributionReason.Decision) => "staff had decided before",
            (AttributionVerdict.Confirmed, _) => "as was known",
            (_, AttributionReason.NotNew) => "does not count: only what comes before the signup does",
            (_, AttributionReason.OutsideWindow) => $"does not count: it counted until {until} UTC",
            (_, AttributionReason.CodeFirst) => "another partner's code goes before it",
            (_, AttributionReason.PlatformFirst) => "the platform's word goes before it",
            (_, AttributionReason.LaterTouch) => "a later one counts",
            (_, AttributionReason.EarlierTouch) => "an earlier one counts",
            (_, AttributionReason.Protected) => $"does not count: the trader is protected until {until} UTC",
            (_, AttributionReason.NoReattribution) => "does not count: only staff may move a trader",
            (_, AttributionReason.Late) => $"does not count: the platform could name a partner until {until} UTC",
            (_, AttributionReason.SelfReferral) => "does not count: partner and trader are the same person",
            (_, AttributionReason.Duplicate) => "does not count: the mailbox has another trader here already",
            (_, AttributionReason.PartnerInactive) => "does not count: the partner was not active",
            (_, AttributionReason.NotOpened) => "does not count: no person opened the link as a page",
            _ => "staff's decision goes before it",
        };
        return $"{what}: {so}.";
    }
}
