namespace Drawbridge.Broker.Partners.Attribution;

/// <summary>
/// What was found about a claim when it was recorded. It is stored with the claim, so that what is found later, such as a partner who is suspended by
/// then, does not change what was right at its time.
/// </summary>
[Flags]
internal enum AttributionFinding
{
    /// <summary>Nothing to object to.</summary>
    None = 0,

    /// <summary>Partner and user are the same person: the same user, the same mailbox, or the partner's own device.</summary>
    SelfReferral = 1,

    /// <summary>The user has another account with this broker under another spelling of the same mailbox.</summary>
    Duplicate = 2,

    /// <summary>The partner was not approved, suspended, or gone.</summary>
    PartnerInactive = 4,

    /// <summary>The link was not opened by a person as a page: it was loaded as a picture, in a frame or ahead of time (cookie stuffing).</summary>
    NotOpened = 8,
}
