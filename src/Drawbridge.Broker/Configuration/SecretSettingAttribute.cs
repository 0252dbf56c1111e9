namespace Drawbridge.Broker.Configuration;

/// <summary>Marks a setting whose value is a secret: a file may name where it is instead, and nothing ever shows it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretSettingAttribute : Attribute;
