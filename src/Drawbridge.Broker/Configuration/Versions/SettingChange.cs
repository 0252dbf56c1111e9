namespace Drawbridge.Broker.Configuration.Versions;

/// <summary>How a setting differs.</summary>
public enum SettingChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It has another value.</summary>
    Changed,

    /// <summary>It is gone.</summary>
    Removed,
}

/// <summary>One setting that differs. Never with a secret.</summary>
/// <param name="Key">Such as <c>settings:platform:baseUrl</c>, within its CRM or broker.</param>
/// <param name="Kind">How.</param>
/// <param name="Before">The value as text; null when there was none, or it is a secret.</param>
/// <param name="After">The same for afterwards.</param>
/// <param name="IsSecret">Whether the values are not shown because they are secrets.</param>
public sealed record SettingChange(string Key, SettingChangeKind Kind, string? Before, string? After, bool IsSecret = false);

/// <summary>What happens to a CRM, or to one of its brokers.</summary>
public enum EntityChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>Settings of it differ.</summary>
    Changed,

    /// <summary>It is stored and not in what is applied, and stays as it is.</summary>
    Kept,

    /// <summary>It is stored and not in what is applied, and is disabled: nothing of it is deleted.</summary>
    Disabled,
}

/// <summary>What happens to a CRM, or to one of its brokers.</summary>
/// <param name="BrokerCrmName">The CRM.</param>
/// <param name="BrokerName">The broker; null for the CRM itself.</param>
/// <param name="Kind">What.</param>
/// <param name="Settings">Which settings, when they differ; of something new, none.</param>
public sealed record EntityChange(string BrokerCrmName, string? BrokerName, EntityChangeKind Kind, IReadOnlyList<SettingChange> Settings)
{
    /// <summary>As keys begin: <c>crms:NAME</c> or <c>crms:NAME:brokers:NAME</c>.</summary>
    public string Key => BrokerName is null ? $"crms:{BrokerCrmName}" : $"crms:{BrokerCrmName}:brokers:{BrokerName}";
}
