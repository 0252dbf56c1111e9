using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Configuration;
using YamlDotNet.Serialization;

namespace Drawbridge.Cli.Crms;

/// <summary>Writes CRMs as a file that <see cref="CrmFile"/> reads: what has its default is left out, and secrets are references.</summary>
internal static class CrmFileWriter
{
    /// <param name="crms">With secrets that are to be kept, never the secrets themselves.</param>
    /// <param name="version">The version that the file is made for.</param>
    /// <param name="asVariables">Whether secrets are named as variables of the environment; else they stay the stored ones.</param>
    public static string Write(IReadOnlyList<CrmConfiguration> crms, long version, bool asVariables)
    {
        var list = new List<object?>();
        foreach (var crm in crms)
        {
            var document = BrokerConfigurationReader.Write(crm);
            SecretSettings.Rewrite(document, typeof(CrmConfiguration), (key, _) => asVariables ? $"${{env:{VariableOf(crm.Name, key)}}}" : SecretSettings.Kept);
            SettingDefaults.Remove(document, BrokerConfigurationReader.Shape);
            list.Add(Plain(document));
        }

        var root = new Dictionary<string, object?>(StringComparer.Ordinal) { ["version"] = version, ["crms"] = list };
        return new SerializerBuilder().WithQuotingNecessaryStrings(quoteYaml1_1Strings: true).WithIndentedSequences().DisableAliases().Build().Serialize(root);
    }

    /// <summary><c>brokers:tradingtech_main:managerPassword</c> of a CRM as <c>TRADINGTECH_MAIN_MANAGER_PASSWORD</c>; names of brokers are unique.</summary>
    private static string VariableOf(string crm, string key)
    {
        var parts = key.Split(':');
        var names = parts is ["brokers", .. var rest] ? rest : [crm, .. parts];
        var result = new StringBuilder();
        foreach (var (i, name) in names.Index())
        {
            result.Append(i == 0 ? "" : "_");
            var before = '_';
            foreach (var one in name)
            {
                // Names keep their letters, and words of keys are parted: managerPassword is MANAGER_PASSWORD.
                result.Append(char.IsAsciiLetterUpper(one) && char.IsAsciiLetterLower(before) ? "_" : "");
                result.Append(char.IsAsciiLetterOrDigit(one) ? char.ToUpperInvariant(one) : '_');
                before = one;
            }
        }

        return result.ToString();
    }

    private static object? Plain(JsonNode? node) => node switch
    {
        JsonObject map => map.ToDictionary(static one => one.Key, static one => Plain(one.Value), StringComparer.Ordinal),
        JsonArray list => list.Select(Plain).ToList(),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value when value.TryGetValue<bool>(out var yes) => yes,
        null => null,
        _ => decimal.Parse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
