using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Brokers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Configuration;

/// <summary>Reads <c>Drawbridge:Crms</c> from configuration and reports every fault at once, with its key.</summary>
public static class BrokerConfigurationReader
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
                crms.Add(ToNode(section)?.Deserialize(BrokerJson.Default.CrmConfiguration) ?? throw new JsonException("must not be empty"));
            }
            catch (JsonException e)
            {
                // The message of the serializer may quote a value, which may be a secret: only the place is told.
                faults.Add($"{section.Path}{e.Path?.TrimStart('$')}: is missing, unknown or has the wrong type; see docs/running.md for the keys.");
            }
        }

        if (faults.Count == 0)
        {
            faults.AddRange(BrokerConfigurationValidator.Validate(crms));
        }

        return faults.Count == 0 ? crms : throw new OptionsValidationException(Section, typeof(CrmConfiguration), faults);
    }

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

        return new JsonObject(children.Select(child => KeyValuePair.Create(child.Key, ToNode(child))));
    }
}
