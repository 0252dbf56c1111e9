using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Protocol.Screens;

namespace Drawbridge.Broker.Branding;

/// <summary>What must hold for the look and the legal texts of a broker.</summary>
internal static class BrandSettingsValidator
{
    private const int LongestWarning = 1000;
    private const int LongestLabel = 60;
    private const int MostDocuments = 8;

    public static IEnumerable<string> Validate(string key, BrokerSettings settings, CrmConfiguration crm)
    {
        var brand = settings.Brand;
        if (brand.AccentColorDark is { } dark && (dark.Length != 7 || dark[0] != '#' || !Accent.TryParse(dark, out _)))
        {
            yield return $"{key}:Settings:Brand:AccentColorDark: must be a colour such as #60a5fa.";
        }

        foreach (var fault in ByLanguage($"{key}:Settings:Brand:RiskWarning", brand.RiskWarning, crm.Settings))
        {
            yield return fault;
        }

        foreach (var language in brand.RiskWarning.Where(static warning => warning.Value.Trim().Length is 0 or > LongestWarning).Select(static warning => warning.Key))
        {
            yield return $"{key}:Settings:Brand:RiskWarning:{language}: must have 1 to {LongestWarning} characters.";
        }

        if (brand.Documents.Count > MostDocuments)
        {
            yield return $"{key}:Settings:Brand:Documents: name at most {MostDocuments}.";
        }

        for (var i = 0; i < brand.Documents.Count; i++)
        {
            foreach (var fault in ValidateDocument($"{key}:Settings:Brand:Documents:{i}", brand.Documents[i], crm.Settings))
            {
                yield return fault;
            }
        }

        foreach (var (path, name) in FindForbiddenNames(settings))
        {
            yield return $"{key}:Settings{path}: must not name '{name}': screens name neither the vendor's identity product nor a trading platform (SCR-62, SCR-63).";
        }
    }

    private static IEnumerable<string> ValidateDocument(string key, LegalDocument document, CrmSettings crm)
    {
        if (document.Kind == LegalDocumentKind.Other && document.Label.Count == 0)
        {
            yield return $"{key}:Label: must say what the document is, by language, or Kind must.";
        }

        foreach (var fault in ByLanguage($"{key}:Label", document.Label, crm))
        {
            yield return fault;
        }

        foreach (var language in document.Label.Where(static label => label.Value.Trim().Length is 0 or > LongestLabel).Select(static label => label.Key))
        {
            yield return $"{key}:Label:{language}: must have 1 to {LongestLabel} characters.";
        }

        if (document.Url.Count == 0)
        {
            yield return $"{key}:Url: must have an address for the default language '{crm.DefaultLanguage}' (SCR-45).";
        }

        foreach (var fault in ByLanguage($"{key}:Url", document.Url, crm))
        {
            yield return fault;
        }

        foreach (var language in document.Url.Where(static url => !url.Value.IsAbsoluteUri || url.Value.Scheme != Uri.UriSchemeHttps).Select(static url => url.Key))
        {
            yield return $"{key}:Url:{language}: must be an absolute https address.";
        }
    }

    /// <summary>What has texts by language has one in the default language, and in no language that there is not.</summary>
    private static IEnumerable<string> ByLanguage<T>(string key, IReadOnlyDictionary<string, T> values, CrmSettings crm)
    {
        if (values.Count > 0 && !values.ContainsKey(crm.DefaultLanguage))
        {
            yield return $"{key}: must have a text in the default language '{crm.DefaultLanguage}' (SCR-45).";
        }

        foreach (var language in values.Keys.Except(TextCatalogue.Languages))
        {
            yield return $"{key}: '{language}' is no language of the screens; those are {string.Join(", ", TextCatalogue.Languages)}.";
        }
    }

    /// <summary>Everything that traders read: the names of the broker, and whatever there is by language, in whichever part of the settings.</summary>
    private static IEnumerable<(string Path, string Name)> FindForbiddenNames(BrokerSettings settings)
    {
        var json = JsonSerializer.SerializeToNode(settings, BrokerJson.Default.BrokerSettings)!.AsObject();
        string[] names = ["displayName", "legalEntity", "jurisdiction"];
        return names.Where(json.ContainsKey).Select(name => (Node: json[name], Path: $":{char.ToUpperInvariant(name[0])}{name[1..]}"))
            .Concat(TextsIn(json, ""))
            .Where(static text => text.Node is JsonValue)
            .Select(static text => (text.Path, Name: text.Node!.GetValueKind() == JsonValueKind.String ? FindIn(text.Node.GetValue<string>()) : null))
            .Where(static found => found.Name is not null)
            .Select(static found => (found.Path, found.Name!));
    }

    /// <summary>Nobody reads an address that a link leads to.</summary>
    private static string? FindIn(string text) => text.StartsWith("https://", StringComparison.Ordinal) ? null : ForbiddenNames.FindIn(text);

    /// <summary>Texts by language are told from other settings by their two-letter names.</summary>
    private static IEnumerable<(JsonNode? Node, string Path)> TextsIn(JsonNode? node, string path) => node switch
    {
        JsonObject map when map.Count > 0 && map.All(static entry => entry.Key.Length == 2) =>
            map.Select(entry => (entry.Value, $"{path}:{entry.Key}")),
        JsonObject map => map.SelectMany(entry => TextsIn(entry.Value, $"{path}:{char.ToUpperInvariant(entry.Key[0])}{entry.Key[1..]}")),
        JsonArray list => list.SelectMany((item, index) => TextsIn(item, $"{path}:{index}")),
        _ => [],
    };
}
