using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.HostedProvider;

namespace Drawbridge.Broker.Brokers;

/// <summary>How settings are stored and read from configuration: camel case, names without case, enums as words.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(LenientBooleanConverter)])]
[JsonSerializable(typeof(CrmSettings))]
[JsonSerializable(typeof(BrokerSettings))]
[JsonSerializable(typeof(CrmConfiguration))]
[JsonSerializable(typeof(HostedProviderSettings))]
internal sealed partial class BrokerJson : JsonSerializerContext;

/// <summary>The same for reading.</summary>
internal static class BrokerJsonReading
{
    /// <summary>By reflection, because generated code sets every <c>init</c> property: one that the text leaves out would lose its default.</summary>
    public static readonly JsonSerializerOptions Options = new(BrokerJson.Default.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter() },
    };
}

/// <summary>Reads <c>"true"</c> too, because environment variables know only text.</summary>
internal sealed class LenientBooleanConverter : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String when bool.TryParse(reader.GetString(), out var value) => value,
        _ => throw new JsonException("must be true or false"),
    };

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}
