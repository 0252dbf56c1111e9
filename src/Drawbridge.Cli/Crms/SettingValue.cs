using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Crms;

/// <summary>Single values: whether a text is one of a type, and what stands in for one that is wrong or missing.</summary>
internal static class SettingValue
{
    /// <summary>What is wrong with a text, or null.</summary>
    public static string? FaultOf(string text, JsonTypeInfo shape)
    {
        var type = Nullable.GetUnderlyingType(shape.Type) ?? shape.Type;
        if (type.IsEnum)
        {
            return FaultOfWord(text, Enum.GetNames(type));
        }

        try
        {
            JsonValue.Create(text).Deserialize(shape);
            return null;
        }
        catch (Exception e) when (e is JsonException or FormatException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return $"must be {Expected(type)}";
        }
    }

    /// <summary>
    /// Something of that shape that no rule finds fault with, so that everything else can be checked, too. What stands in has a fault already
    /// and is never used.
    /// </summary>
    public static JsonNode StandIn(JsonTypeInfo shape, string key) => shape.Kind switch
    {
        JsonTypeInfoKind.Object => new JsonObject(
            Settings(shape).Where(IsRequired).Select(setting => KeyValuePair.Create(setting.Name, (JsonNode?)StandIn(shape.Options.GetTypeInfo(setting.PropertyType), $"{key}-{setting.Name}")))),
        JsonTypeInfoKind.Enumerable => new JsonArray(),
        JsonTypeInfoKind.Dictionary => new JsonObject(),
        _ => StandInText(Nullable.GetUnderlyingType(shape.Type) ?? shape.Type, key),
    };

    /// <summary>What can be set in an object.</summary>
    public static IEnumerable<JsonPropertyInfo> Settings(JsonTypeInfo shape) =>
        shape.Properties.Where(static setting => setting.Set is not null || setting.AssociatedParameter is not null);

    public static bool IsRequired(JsonPropertyInfo setting) => setting.IsRequired || setting.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false };

    private static string? FaultOfWord(string text, string[] words) =>
        words.Contains(text, StringComparer.OrdinalIgnoreCase) ? null
            : Suggestion.For(text, words) is { } meant ? $"must be one of {string.Join(", ", words)}; did you mean {meant}?"
            : $"must be one of {string.Join(", ", words)}";

    private static JsonNode StandInText(Type type, string key) =>
        type == typeof(Uri) ? "https://missing.invalid/"
        : type == typeof(bool) ? "false"
        : type.IsEnum ? Enum.GetNames(type)[0]
        : type.IsValueType && !IsName(type) ? JsonSerializer.SerializeToNode(Activator.CreateInstance(type), type)!
        : $"missing-{key.Replace(':', '-')}";

    private static bool IsName(Type type) => type.Namespace?.StartsWith("Drawbridge", StringComparison.Ordinal) == true;

    private static string Expected(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(decimal) || type == typeof(double) ? "a number, such as 12.5"
        : type == typeof(TimeSpan) ? "a time such as 00:15:00, or with days 30.00:00:00"
        : type == typeof(DateTimeOffset) || type == typeof(DateTime) ? "a time such as 2026-01-31T00:00:00Z"
        : type == typeof(DateOnly) ? "a day such as 2026-01-31"
        : type == typeof(Uri) ? "an address"
        : IsName(type) ? "1 to 128 characters: letters, digits, '-', '.', '_', '~'"
        : "a single value of another kind";
}
