using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Drawbridge.Cli.Crms;

/// <summary>What settings are when a file leaves them out.</summary>
internal static class SettingDefaults
{
    private static readonly ConcurrentDictionary<Type, JsonObject> Defaults = new();

    /// <summary>Takes away every setting that has its default.</summary>
    public static void Remove(JsonNode node, JsonTypeInfo shape)
    {
        switch (node)
        {
            case JsonArray list when shape.ElementType is not null:
                RemoveAll(list, shape.Options.GetTypeInfo(shape.ElementType));
                break;
            case JsonObject map when shape.Kind == JsonTypeInfoKind.Dictionary:
                RemoveAll(map.Select(static one => one.Value), shape.Options.GetTypeInfo(shape.ElementType!));
                break;
            case JsonObject map when shape.Kind == JsonTypeInfoKind.Object:
                RemoveFrom(map, shape);
                break;
        }
    }

    private static void RemoveAll(IEnumerable<JsonNode?> nodes, JsonTypeInfo shape)
    {
        foreach (var node in nodes.OfType<JsonNode>())
        {
            Remove(node, shape);
        }
    }

    private static void RemoveFrom(JsonObject map, JsonTypeInfo shape)
    {
        var defaults = Defaults.GetOrAdd(shape.Type, static (_, one) => DefaultsOf(one), shape);
        foreach (var setting in SettingValue.Settings(shape))
        {
            if (map[setting.Name] is not { } value)
            {
                map.Remove(setting.Name);
            }
            else if (!SettingValue.IsRequired(setting) && JsonNode.DeepEquals(value, defaults[setting.Name]))
            {
                map.Remove(setting.Name);
            }
            else
            {
                Remove(value, shape.Options.GetTypeInfo(setting.PropertyType));
            }
        }
    }

    private static JsonObject DefaultsOf(JsonTypeInfo shape) =>
        JsonSerializer.SerializeToNode(SettingValue.StandIn(shape, "default").Deserialize(shape), shape)!.AsObject();
}
