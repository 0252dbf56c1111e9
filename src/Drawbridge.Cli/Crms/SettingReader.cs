using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Broker.Configuration;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Yaml;

namespace Drawbridge.Cli.Crms;

/// <summary>Holds a file against the shape of the configuration, tells every difference, and resolves what is named by reference.</summary>
/// <param name="faults">Gets the differences.</param>
/// <param name="folder">Where files that are named begin.</param>
/// <param name="documentation">The page that lists the settings.</param>
internal sealed class SettingReader(FileFaults faults, string folder, string documentation = "docs/running.md")
{
    private readonly List<string> _literalSecrets = [];

    /// <summary>Keys of the secrets that stand in the file themselves, with their lines.</summary>
    public IReadOnlyList<string> LiteralSecrets => _literalSecrets;

    /// <summary>The settings as the configuration's serializer reads them; what is wrong is told and has something standing in for it.</summary>
    public JsonNode Read(FileNode node, JsonTypeInfo shape, string key, bool isSecret = false) => (shape.Kind, node) switch
    {
        (_, FileText { IsNothing: true }) => Wrong(node, shape, key, "has no value; give it one, or leave the key out (a value that begins with # needs quotes)"),
        (JsonTypeInfoKind.Object, FileMap map) => ReadObject(map, shape, key),
        (JsonTypeInfoKind.Object, _) => Wrong(node, shape, key, "must be a group of settings, each with a key and indented"),
        (JsonTypeInfoKind.Enumerable, FileList list) => new JsonArray(
            [.. list.Items.Select((item, i) => (JsonNode?)Read(item, shape.Options.GetTypeInfo(shape.ElementType!), FileKey.Of(key, i)))]),
        (JsonTypeInfoKind.Enumerable, _) => Wrong(node, shape, key, "must be a list: each entry in a line that begins with '- '"),
        (JsonTypeInfoKind.Dictionary, FileMap map) => ReadDictionary(map, shape, key, isSecret),
        (JsonTypeInfoKind.Dictionary, _) => Wrong(node, shape, key, "must be a group of values, each with a key and indented"),
        (_, FileText text) => isSecret ? ReadSecret(text, shape, key) : ReadValue(text, shape, key),
        _ => Wrong(node, shape, key, "must be a single value"),
    };

    private JsonObject ReadObject(FileMap map, JsonTypeInfo shape, string key)
    {
        var settings = SettingValue.Settings(shape).ToList();
        var result = new JsonObject();
        foreach (var entry in map.Entries)
        {
            if (settings.Find(setting => setting.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase)) is { } setting)
            {
                var isSecret = setting.AttributeProvider?.IsDefined(typeof(SecretSettingAttribute), inherit: true) == true;
                var settingKey = FileKey.Of(key, setting.Name);
                var value = Read(entry.Value, shape.Options.GetTypeInfo(setting.PropertyType), settingKey, isSecret);
                if (SettingValue.IsRequired(setting) || !faults.IsStandIn(settingKey))
                {
                    // Where something is wrong, the default stands in as well as anything.
                    result[setting.Name] = value;
                }
            }
            else
            {
                Unknown(entry, key, settings.Select(static setting => setting.Name));
            }
        }

        foreach (var missing in settings.Where(setting => SettingValue.IsRequired(setting) && !result.ContainsKey(setting.Name)))
        {
            var missingKey = FileKey.Of(key, missing.Name);
            result[missing.Name] = Wrong(map, shape.Options.GetTypeInfo(missing.PropertyType), missingKey, "is missing");
        }

        return result;
    }

    private JsonObject ReadDictionary(FileMap map, JsonTypeInfo shape, string key, bool isSecret)
    {
        var result = new JsonObject();
        foreach (var entry in map.Entries)
        {
            var keyShape = shape.Options.GetTypeInfo(shape.KeyType!);
            if (shape.KeyType != typeof(string) && SettingValue.FaultOf(entry.Key, keyShape) is { } fault)
            {
                faults.Add(entry.Place, FileKey.Of(key, entry.Key), $"the key {fault}");
                continue;
            }

            result[entry.Key] = Read(entry.Value, shape.Options.GetTypeInfo(shape.ElementType!), FileKey.Of(key, entry.Key), isSecret);
        }

        return result;
    }

    private JsonNode ReadValue(FileText text, JsonTypeInfo shape, string key) =>
        SecretReference.Is(text.Value) ? Wrong(text, shape, key, "references such as ${env:NAME} stand for secrets only; write the value itself")
        : SettingValue.FaultOf(text.Value, shape) is { } fault ? Wrong(text, shape, key, fault)
        : JsonValue.Create(text.Value);

    private JsonNode ReadSecret(FileText text, JsonTypeInfo shape, string key)
    {
        if (!SecretReference.Is(text.Value))
        {
            _literalSecrets.Add($"line {text.Line}: {key}");
            return JsonValue.Create(text.Value);
        }

        var (secret, fault) = SecretReference.Resolve(text.Value, folder);
        return secret is null ? Wrong(text, shape, key, fault!) : JsonValue.Create(secret);
    }

    private void Unknown(FileEntry entry, string key, IEnumerable<string> names)
    {
        var meant = Suggestion.For(entry.Key, names);
        var isShown = FileKey.IsName(entry.Key) && (meant is not null || entry.Value is not FileText { IsNothing: true });
        faults.Add(
            entry.Place, isShown ? FileKey.Of(key, entry.Key) : key,
            (isShown ? "is not a setting" : "has a key that is not a setting") + (meant is null ? $"; {documentation} lists the settings" : $"; did you mean '{meant}'?"));
    }

    private JsonNode Wrong(FileNode node, JsonTypeInfo shape, string key, string remedy)
    {
        faults.AddStandIn(node.Place, key, remedy);
        return SettingValue.StandIn(shape, key);
    }
}
