namespace Drawbridge.Broker.Partners.Attribution;

/// <summary>Where a claim that a partner brought a user comes from (INV-6). Numbers are stored.</summary>
internal enum AttributionSource
{
    /// <summary>The user came through a partner's link.</summary>
    Link = 1,

    /// <summary>The user typed a partner's code.</summary>
    Code = 2,

    /// <summary>The login/signup screen was opened with <c>partnerId</c> (INV-8, FLOW-ATTR1-7).</summary>
    Identifier = 3,

    /// <summary>The platform's webhook said so (INV-11).</summary>
    Webhook = 4,

    /// <summary>The platform's list of invited users said so (INV-31).</summary>
    Pull = 5,

    /// <summary>Somebody of the broker's staff decided it.</summary>
    Staff = 6,

    /// <summary>Traders of one partner, all or some, went to another.</summary>
    Transfer = 7,
}
