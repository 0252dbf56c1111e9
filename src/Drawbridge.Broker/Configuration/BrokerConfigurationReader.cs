using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
namespace Drawbridge.Broker.Configuration;

/// <summary>Reads <c>Drawbridge:Crms</c> from configuration and reports every fault at once, with its key.</summary>
public static partial class BrokerConfigurationReader
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:Crms";

    /// <summary>The CRMs of the configuration.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong; the failures say what and where.</exception>
    public static IReadOnlyList<CrmConfiguration> Read(IConfiguration configuration)
    {
        var crms = new List<CrmConfiguration>();
        var faults = new List<string>();
        foreach (var section in configuration.GetSection(Section).GetChildren())
        {
            try
            {
                crms.Add(ToNode(section)?.Deserialize<CrmConfiguration>(BrokerJsonReading.Options) ?? throw new JsonException("must not be empty"));
            }
            catch (JsonException e)
            {
                faults.Add(Explain(section.Path, e));
            }
        }

        if (faults.Count == 0)
        {
            faults.AddRange(BrokerConfigurationValidator.Validate(crms));
        }

        return faults.Count == 0 ? crms : throw new OptionsValidationException(Section, typeof(CrmConfiguration), faults);
    }

    /// <summary>What one CRM's configuration consists of: settings, their types, and which of them must be there.</summary>
    public static JsonTypeInfo Shape => BrokerJsonReading.Options.GetTypeInfo(typeof(CrmConfiguration));

    /// <summary>A CRM from text of that shape.</summary>
    /// <exception cref="JsonException">It has another shape.</exception>
    public static CrmConfiguration Read(JsonNode crm) => crm.Deserialize<CrmConfiguration>(BrokerJsonReading.Options) ?? throw new JsonException("must not be empty");

    /// <summary>A CRM as text of that shape.</summary>
    public static JsonObject Write(CrmConfiguration crm) => JsonSerializer.SerializeToNode(crm, BrokerJson.Default.CrmConfiguration)!.AsObject();

    /// <summary>A broker as text.</summary>
    public static JsonObject Write(BrokerConfiguration broker) => JsonSerializer.SerializeToNode(broker, BrokerJson.Default.BrokerConfiguration)!.AsObject();

    /// <summary>A broker from text of that shape.</summary>
    /// <exception cref="JsonException">It has another shape.</exception>
    public static BrokerConfiguration ReadBroker(JsonNode broker) => broker.Deserialize<BrokerConfiguration>(BrokerJsonReading.Options) ?? throw new JsonException("must not be empty");

    /// <summary>What is wrong with the CRMs of one installation, each with its key; never with a secret.</summary>
    public static IReadOnlyList<string> Validate(IReadOnlyList<CrmConfiguration> crms) => [.. BrokerConfigurationValidator.Validate(crms)];

    /// <summary>What is right and hardly meant, each with its key.</summary>
    public static IReadOnlyList<string> Warn(IReadOnlyList<CrmConfiguration> crms) =>
        [.. crms.SelectMany(static crm => crm.Brokers.SelectMany(broker => ModuleMatrix.Warn($"Crms:{crm.Name}:Brokers:{broker.Name}", broker.Settings)))];

    /// <summary>What is wrong with the shape of something, with its key.</summary>
    internal static string Explain(string path, JsonException e) => $"{$"{path}{KeyOf(e)}".TrimStart(':')}: {Explain(e)}; docs/running.md lists the settings.".TrimStart(':', ' ');

    /// <summary>What is wrong, from the serializer's words. Names of settings are told; values, which may be secrets, are not.</summary>
    private static string Explain(JsonException e)
    {
        var names = QuotedName().Matches(e.Message).Select(match => match.Groups["name"].Value).ToList();
        return e.Message.Contains("missing required properties", StringComparison.Ordinal) ? $"lacks {string.Join(", ", names.Skip(1))}"
            : e.Message.Contains("could not be mapped", StringComparison.Ordinal) && names.Count > 0 ? $"has no setting '{names[0]}'"
            : "has the wrong type";
    }

    /// <summary><c>$.Brokers[0].Settings</c> as a key of configuration.</summary>
    private static string KeyOf(JsonException e) => Index().Replace(e.Path?.TrimStart('$') ?? "", ":${index}").Replace('.', ':');

    [GeneratedRegex(@"\[(?<index>\d+)\]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Index();

    [GeneratedRegex("'(?<name>[A-Za-z0-9_.]+)'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QuotedName();

    private static JsonNode? ToNode(IConfigurationSection section)
    {
        var children = section.GetChildren().ToList();
        if (children.Count == 0)
        {
            return section.Value is { } value ? JsonValue.Create(value) : null;
        }

        if (children.All(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return new JsonArray([.. children.OrderBy(child => int.Parse(child.Key, CultureInfo.InvariantCulture)).Select(ToNode)]);
        }

        // An empty section stands in configuration as nothing, and so has the defaults of one that is not there.
        return new JsonObject(children.Select(child => KeyValuePair.Create(child.Key, ToNode(child))).Where(static child => child.Value is not null));
    }
}
