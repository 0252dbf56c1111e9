using System.Text.Json.Nodes;

namespace Drawbridge.Broker.Configuration.Versions;

/// <summary>Compares two documents of the same type, setting by setting.</summary>
internal static class SettingDiff
{
    private const int LongestValue = 200;

    /// <summary>What differs, in the order of the documents.</summary>
    public static IReadOnlyList<SettingChange> Of(JsonObject before, JsonObject after)
    {
        var changes = new List<SettingChange>();
        Compare(before, after, "", changes);
        return changes;
    }

    private static void Compare(JsonNode? before, JsonNode? after, string key, List<SettingChange> changes)
    {
        switch (before, after)
        {
            case (JsonObject left, JsonObject right):
                foreach (var name in right.Select(static one => one.Key).Union(left.Select(static one => one.Key), StringComparer.Ordinal))
                {
                    Compare(left[name], right[name], key.Length == 0 ? name : $"{key}:{name}", changes);
                }

                break;
            case (JsonArray left, JsonArray right) when HaveObjects(left, right):
                CompareLists(left, right, key, changes);
                break;
            case (null, JsonObject or JsonArray) or (JsonObject or JsonArray, null):
                AddWhole(before, after, key, changes);
                break;
            default:
                if (!JsonNode.DeepEquals(before, after))
                {
                    Add(before, after, key, changes);
                }

                break;
        }
    }

    /// <summary>Every setting of what came or went as a whole.</summary>
    private static void AddWhole(JsonNode? before, JsonNode? after, string key, List<SettingChange> changes)
    {
        var found = changes.Count;
        switch (before ?? after)
        {
            case JsonObject:
                Compare(before ?? new JsonObject(), after ?? new JsonObject(), key, changes);
                break;
            case JsonArray list when HaveObjects(list, []):
                Compare(before ?? new JsonArray(), after ?? new JsonArray(), key, changes);
                break;
        }

        if (changes.Count == found)
        {
            Add(before, after, key, changes);
        }
    }

    private static bool HaveObjects(JsonArray left, JsonArray right) => left.Concat(right).All(static one => one is JsonObject);

    /// <summary>Elements are told apart by their names, so that one more at the top does not change all below.</summary>
    private static void CompareLists(JsonArray left, JsonArray right, string key, List<SettingChange> changes)
    {
        var before = Named(left);
        var after = Named(right);
        foreach (var name in after.Keys.Union(before.Keys, StringComparer.Ordinal))
        {
            Compare(before.GetValueOrDefault(name), after.GetValueOrDefault(name), $"{key}:{name}", changes);
        }

        var stayed = before.Keys.Where(after.ContainsKey).ToList();
        if (!stayed.SequenceEqual(after.Keys.Where(before.ContainsKey), StringComparer.Ordinal))
        {
            changes.Add(new(key, SettingChangeKind.Changed, string.Join(", ", before.Keys), string.Join(", ", after.Keys)));
        }
    }

    private static Dictionary<string, JsonNode?> Named(JsonArray list)
    {
        var named = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (i, element) in list.Index())
        {
            if (!named.TryAdd(SecretSettings.NameOf(element, i), element))
            {
                named[$"{i}"] = element;
            }
        }

        return named;
    }

    private static void Add(JsonNode? before, JsonNode? after, string key, List<SettingChange> changes)
    {
        var kind = before is null ? SettingChangeKind.Added : after is null ? SettingChangeKind.Removed : SettingChangeKind.Changed;
        var isSecret = IsSecret(before) || IsSecret(after);
        changes.Add(isSecret ? new(key, kind, null, null, IsSecret: true) : new(key, kind, Show(before), Show(after)));
    }

    private static bool IsSecret(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && SecretFingerprints.Is(text);

    private static string? Show(JsonNode? node)
    {
        var text = node switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var plain) => plain,
            JsonArray list when list.All(static one => one is JsonValue) => list.Count == 0 ? "(none)" : string.Join(", ", list.Select(static one => Show(one))),
            JsonArray list => string.Join(", ", list.Select(static (one, i) => SecretSettings.NameOf(one, i))),
            JsonObject => "(set)",
            _ => node.ToJsonString(),
        };
        return text?.Length > LongestValue ? text[..LongestValue] + "…" : text;
    }
}
