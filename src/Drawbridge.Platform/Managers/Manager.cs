namespace Drawbridge.Platform.Managers;

/// <summary>Who calls, and what is within reach (B2P-0-17).</summary>
/// <param name="Login">Manager id.</param>
/// <param name="AllowedGroups">Trader groups that are granted; empty for all.</param>
/// <param name="DisabledBrokerNames">Brokers that are out of reach.</param>
/// <param name="SuperAdmin">Reaches every group.</param>
internal sealed record Manager(long Login, IReadOnlySet<string> AllowedGroups, IReadOnlySet<string> DisabledBrokerNames, bool SuperAdmin)
{
    public bool ReachesEveryGroup => SuperAdmin || AllowedGroups.Count == 0;

    public bool Reaches(string brokerName, string groupName) => ReachesBroker(brokerName) && ReachesGroup(groupName);

    public bool ReachesBroker(string brokerName) => !DisabledBrokerNames.Contains(brokerName);

    public bool ReachesGroup(string groupName) => ReachesEveryGroup || AllowedGroups.Contains(groupName);
}
