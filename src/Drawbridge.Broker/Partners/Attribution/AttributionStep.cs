namespace Drawbridge.Broker.Partners.Attribution;

/// <summary>What became of one line of the ledger.</summary>
internal enum AttributionVerdict
{
    /// <summary>Kept for the signup, at which it is decided.</summary>
    Noted,

    /// <summary>Does not count, for the reason given.</summary>
    Refused,

    /// <summary>Counted, but another claim went before it.</summary>
    Outdone,

    /// <summary>The user belongs to this partner from here on.</summary>
    Attributed,

    /// <summary>The user went from another partner to this one.</summary>
    Reattributed,

    /// <summary>Said what was known.</summary>
    Confirmed,

    /// <summary>The user belongs to nobody from here on.</summary>
    Released,

    /// <summary>The signup found no claim that counts.</summary>
    Unattributed,
}

/// <summary>Why a line of the ledger came out as it did.</summary>
internal enum AttributionReason
{
    /// <summary>Nothing special.</summary>
    None,

    /// <summary>Only touches before the signup count (FLOW-ATTR1-10).</summary>
    NotNew,

    /// <summary>The touch was longer before the signup than the window allows.</summary>
    OutsideWindow,

    /// <summary>A code goes before links.</summary>
    CodeFirst,

    /// <summary>The platform's own attribution goes before touches that were seen here.</summary>
    PlatformFirst,

    /// <summary>Another touch was later, and the last one counts.</summary>
    LaterTouch,

    /// <summary>Another touch was earlier, and the first one counts.</summary>
    EarlierTouch,

    /// <summary>The user is in the protected period of another partner (INV-42).</summary>
    Protected,

    /// <summary>The broker's rules let nobody but staff move a user.</summary>
    NoReattribution,

    /// <summary>The platform named a partner too long after the signup.</summary>
    Late,

    /// <summary><see cref="AttributionFinding.SelfReferral"/>.</summary>
    SelfReferral,

    /// <summary><see cref="AttributionFinding.Duplicate"/>.</summary>
    Duplicate,

    /// <summary><see cref="AttributionFinding.PartnerInactive"/>.</summary>
    PartnerInactive,

    /// <summary><see cref="AttributionFinding.NotOpened"/>.</summary>
    NotOpened,

    /// <summary>People decided it.</summary>
    Decision,
}

/// <summary>One step of an explanation.</summary>
/// <param name="Event">The line of the ledger.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">End of the protected period or of the window that decided; null when none did.</param>
internal sealed record AttributionStep(
    AttributionEvent Event, AttributionVerdict Verdict, AttributionReason Reason = AttributionReason.None, DateTimeOffset? Until = null);
