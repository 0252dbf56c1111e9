using System.Text.Json;

namespace Drawbridge.Platform.Brokers;

/// <summary>The two names as a body carries them, whatever else is in it. What is not text is not a name.</summary>
internal readonly record struct NamesInBody(string? BrokerName, string? BrokerCrmName)
{
    public const string Broker = "brokerName";
    public const string Crm = "brokerCrmName";

    /// <summary>None of a body that is no JSON object.</summary>
    public static NamesInBody Of(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? Read(ref reader) : default;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static NamesInBody Read(ref Utf8JsonReader reader)
    {
        string? broker = null, crm = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isBroker, isCrm) = (reader.ValueTextEquals(Broker), reader.ValueTextEquals(Crm));
            reader.Read();
            var text = (isBroker || isCrm) && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            broker = isBroker ? text : broker;
            crm = isCrm ? text : crm;
            reader.Skip();
        }

        return new(broker, crm);
    }
}
