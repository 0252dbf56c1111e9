namespace Drawbridge.Broker.Partners.Programme;

/// <summary>Where a partner stands. Numbers are stored.</summary>
internal enum PartnerStatus
{
    /// <summary>Asked to become one; somebody of the broker decides.</summary>
    Pending = 1,

    /// <summary>Brings traders.</summary>
    Active = 2,

    /// <summary>Brings nobody new until resumed; those who were brought stay, and so does the network below.</summary>
    Suspended = 3,

    /// <summary>Was not accepted.</summary>
    Rejected = 4,
}
