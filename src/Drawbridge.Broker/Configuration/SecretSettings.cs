using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Broker.Brokers;

namespace Drawbridge.Broker.Configuration;

/// <summary>Where the secrets of a configuration are, by the properties that carry <see cref="SecretSettingAttribute"/>.</summary>
public static class SecretSettings
{
    /// <summary>In place of a secret: the one that is stored stays.</summary>
    public const string Kept = "${keep}";

    private static readonly ConcurrentDictionary<Type, Map> Maps = new();

    /// <summary>Whether the value stands for the secret that is stored.</summary>
    public static bool IsKept(string? value) => value == Kept;

    /// <summary>Puts something else in place of every secret of a document; null removes it.</summary>
    /// <param name="document">Of that type.</param>
    /// <param name="type">The type, whose serialized form the document is.</param>
    /// <param name="replace">Gets the key of the secret, such as <c>webhook:secret</c>, and its value.</param>
    public static void Rewrite(JsonObject document, Type type, Func<string, string, string?> replace) => MapOf(type).Visit(document, "", replace);

    /// <summary>What an element of a list is called in keys: by its name where it has one, else by its place.</summary>
    internal static string NameOf(JsonNode? element, int index) =>
        element is JsonObject map && (Text(map, "name") ?? Text(map, "id") ?? Text(map, "type") ?? Text(map, "version")) is { Length: > 0 } name
            ? name
            : index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string? Text(JsonObject map, string key) => map[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static Map MapOf(Type type) => Maps.GetOrAdd(type, static one => Map.Of(BrokerJsonReading.Options.GetTypeInfo(one), []) ?? Map.None);

    /// <summary>The secrets of one type; parts without any are not looked into.</summary>
    private sealed class Map
    {
        public static readonly Map None = new();

        private readonly List<(string Name, Map? Below)> _properties = [];
        private Map? _elements;

        public static Map? Of(JsonTypeInfo shape, HashSet<Type> above)
        {
            if (!above.Add(shape.Type))
            {
                return null;
            }

            var map = new Map();
            if (shape.ElementType is { } element)
            {
                map._elements = Of(shape.Options.GetTypeInfo(element), above);
            }

            foreach (var property in shape.Kind == JsonTypeInfoKind.Object ? shape.Properties : [])
            {
                if (property.AttributeProvider?.IsDefined(typeof(SecretSettingAttribute), inherit: true) == true)
                {
                    map._properties.Add((property.Name, null));
                }
                else if (Of(shape.Options.GetTypeInfo(property.PropertyType), above) is { } below)
                {
                    map._properties.Add((property.Name, below));
                }
            }

            above.Remove(shape.Type);
            return map._properties.Count > 0 || map._elements is not null ? map : null;
        }

        public void Visit(JsonNode node, string key, Func<string, string, string?> replace)
        {
            if (node is JsonArray list && _elements is not null)
            {
                foreach (var (i, element) in list.Index())
                {
                    if (element is not null)
                    {
                        _elements.Visit(element, Join(key, NameOf(element, i)), replace);
                    }
                }
            }

            foreach (var (name, below) in node is JsonObject ? _properties : [])
            {
                if (node[name] is not { } value)
                {
                    continue;
                }

                if (below is not null)
                {
                    below.Visit(value, Join(key, name), replace);
                }
                else if (replace(Join(key, name), value.GetValue<string>()) is { } other)
                {
                    node[name] = other;
                }
                else
                {
                    ((JsonObject)node).Remove(name);
                }
            }
        }

        private static string Join(string key, string name) => key.Length == 0 ? name : $"{key}:{name}";
    }
}
