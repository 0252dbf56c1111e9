namespace Drawbridge.Broker.Partners;

/// <summary>Who is the partner when somebody registers (FLOW-ATTR1-2).</summary>
public enum PartnerLevel
{
    /// <summary>The person.</summary>
    User,

    /// <summary>One trading account of the person; each account can be a partner of its own.</summary>
    Account,
}
