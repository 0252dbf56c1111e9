using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Drawbridge.Broker.Configuration.Versions;

namespace Drawbridge.Broker.Configuration.Api;

/// <summary>Answer of <c>GET /api/v1/configuration</c>.</summary>
/// <param name="Version">The newest version that touches the CRM; send it as <c>baseVersion</c> with a change.</param>
/// <param name="Crm">The CRM without its brokers, secrets as <c>${keep}</c>.</param>
/// <param name="Brokers">How many brokers and white labels it has.</param>
internal sealed record CrmConfigurationAnswer(long Version, JsonObject Crm, int Brokers);

/// <summary>Answer of <c>GET /api/v1/configuration/brokers</c>.</summary>
/// <param name="Brokers">By name.</param>
/// <param name="Next">For <c>after</c> of the next call; null behind the last one.</param>
internal sealed record BrokerListAnswer(IReadOnlyList<BrokerListEntry> Brokers, string? Next);

/// <summary>A broker of the list.</summary>
internal sealed record BrokerListEntry(string BrokerName, string DisplayName, string? Parent, bool Enabled, string Identity, IReadOnlyList<string> Modules);

/// <summary>Answer of <c>GET /api/v1/configuration/brokers/{brokerName}</c>.</summary>
/// <param name="Version">As of the CRM.</param>
/// <param name="Broker">The broker, secrets as <c>${keep}</c>.</param>
internal sealed record BrokerAnswer(long Version, JsonObject Broker);

/// <summary>What a change did, or would do.</summary>
/// <param name="Outcome"><c>applied</c>, <c>unchanged</c> or <c>planned</c>.</param>
/// <param name="Version">The version that it made, or was compared with.</param>
/// <param name="Changes">What differs.</param>
/// <param name="Warnings">What is right and hardly meant.</param>
internal sealed record ChangeAnswer(string Outcome, long Version, IReadOnlyList<EntityChangeAnswer> Changes, IReadOnlyList<string> Warnings);

/// <summary>What happens to the CRM (no <c>brokerName</c>) or to a broker.</summary>
internal sealed record EntityChangeAnswer(string? BrokerName, string Change, IReadOnlyList<SettingChangeAnswer> Settings)
{
    public static EntityChangeAnswer From(EntityChange change) =>
        new(change.BrokerName, Word(change.Kind), [.. change.Settings.Select(static one => new SettingChangeAnswer(one.Key, Word(one.Kind), one.Before, one.After, one.IsSecret))]);

    private static string Word<T>(T kind)
        where T : struct, Enum => kind.ToString().ToLowerInvariant();
}

/// <summary>A setting that differs; of a secret, no value.</summary>
internal sealed record SettingChangeAnswer(string Key, string Change, string? Before, string? After, bool IsSecret);

/// <summary>Answer of <c>GET /api/v1/configuration/versions</c>.</summary>
internal sealed record VersionListAnswer(IReadOnlyList<VersionAnswer> Versions, long? Next);

/// <summary>A version.</summary>
internal sealed record VersionAnswer(long Version, DateTimeOffset MadeAt, string Source, string Actor, string? Place, long? Restored, int Entities)
{
    /// <summary>Which settings it changed; only of one version.</summary>
    public IReadOnlyList<EntityChangeAnswer>? Changes { get; init; }

    /// <summary>Who runs the installation is nobody's business but theirs: of file and start, neither user nor path is told.</summary>
    public static VersionAnswer From(ConfigurationVersion version) => new(
        version.Version, version.MadeAt, version.Origin.Source.ToString().ToLowerInvariant(), IsOperator(version) ? "operator" : version.Origin.Actor,
        IsOperator(version) ? null : version.Origin.Place, version.Restored, version.Entities);

    private static bool IsOperator(ConfigurationVersion version) => version.Origin.Source is ConfigurationSource.File or ConfigurationSource.Start;
}

/// <summary>What is wrong with a change, all of it; or what changed meanwhile. Nothing was changed.</summary>
internal sealed record ChangeRefusal(string Error, string Message, string Code, IReadOnlyList<string>? Faults, long? Version, IReadOnlyList<EntityChangeAnswer>? Meanwhile);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CrmConfigurationAnswer))]
[JsonSerializable(typeof(BrokerListAnswer))]
[JsonSerializable(typeof(BrokerAnswer))]
[JsonSerializable(typeof(ChangeAnswer))]
[JsonSerializable(typeof(VersionListAnswer))]
[JsonSerializable(typeof(VersionAnswer))]
[JsonSerializable(typeof(ChangeRefusal))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;
