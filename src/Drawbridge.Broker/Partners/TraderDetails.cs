namespace Drawbridge.Broker.Partners;

/// <summary>What partners are told of those whom they brought.</summary>
public enum TraderDetails
{
    /// <summary>Names and addresses, as they signed up (INV-9).</summary>
    Full,

    /// <summary>Initials, and addresses of which only the first letters can be read.</summary>
    Masked,

    /// <summary>How many there are.</summary>
    Counts,
}
