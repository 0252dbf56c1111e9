using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Drawbridge.Broker.Brokers;

namespace Drawbridge.Broker.Configuration.Versions;

/// <summary>
/// A CRM without its brokers, or a broker, as one document that can be kept and compared: every setting with its value, secrets as fingerprints,
/// and without the files of images, which are kept with the broker.
/// </summary>
internal static class ConfigurationDocument
{
    // What an earlier version of the program had and this one has no longer is passed over.
    private static readonly JsonSerializerOptions Reading = new(BrokerJsonReading.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    /// <summary>With the secrets as they are given.</summary>
    public static JsonObject Of(CrmConfiguration crm)
    {
        var document = JsonSerializer.SerializeToNode(crm with { Brokers = [] }, BrokerJson.Default.CrmConfiguration)!.AsObject();
        document.Remove("brokers");
        return document;
    }

    /// <inheritdoc cref="Of(CrmConfiguration)"/>
    public static JsonObject Of(BrokerConfiguration broker)
    {
        var document = JsonSerializer.SerializeToNode(broker, BrokerJson.Default.BrokerConfiguration)!.AsObject();
        document.Remove("images");
        return document;
    }

    /// <summary>Puts fingerprints in place of secrets; those that are to be kept get the ones of <paramref name="stored"/>.</summary>
    /// <returns>Keys of secrets that are to be kept where none is stored.</returns>
    public static IReadOnlyList<string> Fingerprint(JsonObject document, Type type, Func<JsonObject>? stored, Func<string, string> fingerprint)
    {
        var missing = new List<string>();
        Dictionary<string, string>? known = null;
        SecretSettings.Rewrite(document, type, (key, value) =>
        {
            if (!SecretSettings.IsKept(value))
            {
                return fingerprint(value);
            }

            if ((known ??= SecretsOf(stored?.Invoke(), type)).TryGetValue(key, out var kept))
            {
                return kept;
            }

            missing.Add(key);
            return SecretFingerprints.Unknown;
        });
        return missing;
    }

    /// <summary>The CRM, every secret as one to be kept.</summary>
    public static CrmConfiguration ToCrm(JsonObject document, IReadOnlyList<BrokerConfiguration> brokers) =>
        ReadCrm(Keeping(document, typeof(CrmConfiguration))) with { Brokers = brokers };

    /// <summary>The broker, every secret as one to be kept.</summary>
    public static BrokerConfiguration ToBroker(JsonObject document) => ReadBroker(Keeping(document, typeof(BrokerConfiguration)));

    /// <summary>The CRM without its brokers, secrets as they stand in the document.</summary>
    public static CrmConfiguration ReadCrm(JsonObject document)
    {
        document["brokers"] = new JsonArray();
        return document.Deserialize<CrmConfiguration>(Reading)!;
    }

    /// <summary>The broker, secrets as they stand in the document.</summary>
    public static BrokerConfiguration ReadBroker(JsonObject document) => document.Deserialize<BrokerConfiguration>(Reading)!;

    /// <summary>What an earlier version of the program wrote, as this one would.</summary>
    public static JsonObject Normalize(string text, Type type)
    {
        var document = JsonNode.Parse(text)!.AsObject();
        return type == typeof(CrmConfiguration) ? Of(ReadCrm(document)) : Of(ReadBroker(document));
    }

    private static Dictionary<string, string> SecretsOf(JsonObject? document, Type type)
    {
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        if (document is not null)
        {
            SecretSettings.Rewrite(document, type, (key, value) => secrets[key] = value);
        }

        return secrets;
    }

    private static JsonObject Keeping(JsonObject document, Type type)
    {
        var copy = document.DeepClone().AsObject();
        SecretSettings.Rewrite(copy, type, static (_, _) => SecretSettings.Kept);
        return copy;
    }
}
