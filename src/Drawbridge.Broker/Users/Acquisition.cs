using System.Text.Json;
using System.Text.Json.Serialization;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Users;

/// <summary>What the signup screen was opened with, kept with the user (SCR-30..32).</summary>
internal sealed record Acquisition(
    string? Source, string? UtmSource, string? UtmMedium, string? UtmCampaign, string? UtmTerm, string? Gclid, string? EventName)
{
    /// <summary>JSON, or null when there is nothing to keep.</summary>
    public static string? Of(ScreenParameters parameters, string? eventName)
    {
        var acquisition = new Acquisition(
            parameters.Source, parameters.UtmSource, parameters.UtmMedium, parameters.UtmCampaign, parameters.UtmTerm, parameters.Gclid, eventName);
        return acquisition == new Acquisition(null, null, null, null, null, null, null)
            ? null
            : JsonSerializer.Serialize(acquisition, AcquisitionJson.Default.Acquisition);
    }

    /// <summary>What is kept; null for nothing.</summary>
    public static Acquisition? Read(string? json) => json is null ? null : JsonSerializer.Deserialize(json, AcquisitionJson.Default.Acquisition);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Acquisition))]
internal sealed partial class AcquisitionJson : JsonSerializerContext;
