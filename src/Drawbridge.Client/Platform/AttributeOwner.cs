namespace Drawbridge.Client.Platform;

/// <summary>What attributes belong to (WS-90).</summary>
public enum AttributeOwner
{
    /// <summary>Trading accounts.</summary>
    Traders,

    /// <summary>Trader groups.</summary>
    TraderGroups,

    /// <summary>Managers of the back office.</summary>
    Managers,
}
