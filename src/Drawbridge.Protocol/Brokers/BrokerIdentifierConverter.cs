using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Drawbridge.Protocol.Brokers;

/// <summary>A broker identifier that can be read from text.</summary>
/// <typeparam name="TSelf">The identifier.</typeparam>
public interface IBrokerIdentifier<TSelf>
    where TSelf : struct, IBrokerIdentifier<TSelf>
{
    /// <summary>The name as text.</summary>
    string Value { get; }

    /// <summary>False when the text is not a valid name.</summary>
    static abstract bool TryParse([NotNullWhen(true)] string? text, out TSelf name);
}

/// <summary>Reads and writes a broker identifier as a JSON string.</summary>
/// <typeparam name="T">The identifier.</typeparam>
public sealed class BrokerIdentifierConverter<T> : JsonConverter<T>
    where T : struct, IBrokerIdentifier<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && T.TryParse(reader.GetString(), out var name)
            ? name
            : throw new JsonException("Not a valid broker identifier.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
