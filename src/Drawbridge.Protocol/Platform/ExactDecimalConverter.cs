using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Drawbridge.Protocol.Platform;

/// <summary>A decimal of at most 28 digits, which is what can be read without rounding. More is refused: money is never rounded (WS-11).</summary>
public sealed class ExactDecimalConverter : JsonConverter<decimal>
{
    private const int MostDigits = 28;

    /// <inheritdoc/>
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        return text.Length <= MostDigits && !text.ContainsAny("eE"u8) && reader.TryGetDecimal(out var value)
            ? value
            : throw new JsonException("The number cannot be read exactly.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumberValue(value);
    }
}
