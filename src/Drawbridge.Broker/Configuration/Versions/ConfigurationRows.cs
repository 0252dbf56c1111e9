using System.Text.Json.Nodes;

namespace Drawbridge.Broker.Configuration.Versions;

/// <summary>A CRM or a broker as stored, with its newest document.</summary>
internal sealed class StoredEntityRow
{
    public long CrmId { get; init; }

    public string CrmName { get; init; } = "";

    /// <summary>Null: the CRM itself.</summary>
    public long? BrokerId { get; init; }

    public string? BrokerName { get; init; }

    public string Settings { get; init; } = "";

    /// <summary>Null: it was stored before there were versions.</summary>
    public string? Document { get; init; }

    private Type Type => BrokerId is null ? typeof(CrmConfiguration) : typeof(BrokerConfiguration);

    /// <summary>The settings count that are in force, whoever wrote them; those of an older version are the ones of its document.</summary>
    public JsonObject ToDocument(long? version = null)
    {
        var document = Document is { } text ? JsonNode.Parse(text)!.AsObject()
            : BrokerId is null ? new JsonObject { ["name"] = CrmName, ["password"] = SecretFingerprints.Unknown }
            : new JsonObject { ["name"] = BrokerName, ["managerPassword"] = SecretFingerprints.Unknown };
        if (version is null)
        {
            document["settings"] = JsonNode.Parse(Settings);
        }

        return ConfigurationDocument.Normalize(document.ToJsonString(), Type);
    }

    /// <summary>Whether it is exactly so, without looking into it.</summary>
    public bool Is(string document, string settings) => Document == document && Settings == settings;
}

/// <summary>What a version made of a CRM or a broker, and what it was before.</summary>
internal sealed class VersionEntryRow
{
    public long Version { get; init; }

    public long CrmId { get; init; }

    public string CrmName { get; init; } = "";

    public string? BrokerName { get; init; }

    public string Document { get; init; } = "";

    public string? Before { get; init; }

    /// <summary>What the version changed.</summary>
    public EntityChange ToChange()
    {
        var type = BrokerName is null ? typeof(CrmConfiguration) : typeof(BrokerConfiguration);
        return Before is null
            ? new(CrmName, BrokerName, EntityChangeKind.Added, [])
            : new(CrmName, BrokerName, EntityChangeKind.Changed, SettingDiff.Of(ConfigurationDocument.Normalize(Before, type), ConfigurationDocument.Normalize(Document, type)));
    }
}

/// <summary>A version as stored.</summary>
internal sealed class VersionRow
{
    public long Version { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    public ConfigurationSource Source { get; init; }

    public string Actor { get; init; } = "";

    public string? Place { get; init; }

    public long? Restored { get; init; }

    public int Entities { get; init; }

    public ConfigurationVersion ToVersion() => new(Version, MadeAt, new(Source, Actor, Place), Restored, Entities);
}
