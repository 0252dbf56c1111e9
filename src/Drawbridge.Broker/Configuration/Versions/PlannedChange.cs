using System.Text.Json.Nodes;

namespace Drawbridge.Broker.Configuration.Versions;

/// <summary>A CRM that is to be written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Null when it is new.</param>
/// <param name="Own">The CRM's own settings and secrets; null when they stay.</param>
/// <param name="Brokers">Those of its brokers that are written.</param>
internal sealed record PlannedCrm(string Name, long? Id, PlannedEntity<CrmConfiguration>? Own, IReadOnlyList<PlannedEntity<BrokerConfiguration>> Brokers);

/// <summary>A CRM or broker that is to be written.</summary>
/// <param name="Id">Null when it is new.</param>
/// <param name="Configuration">What it shall be; secrets may be kept.</param>
/// <param name="Document">The same for the history.</param>
internal sealed record PlannedEntity<T>(long? Id, T Configuration, JsonObject Document);

/// <summary>All that is to be written, and what to tell of it.</summary>
internal sealed record PlannedChange(ConfigurationPlan Plan, IReadOnlyList<PlannedCrm> Crms, IReadOnlyList<string> Faults);
