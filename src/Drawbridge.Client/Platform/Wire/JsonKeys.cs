using System.Buffers;
using System.Text.Json;

namespace Drawbridge.Client.Platform.Wire;

/// <summary>Gives the keys of a JSON text other names, at any depth. Values stay digit by digit.</summary>
internal static class JsonKeys
{
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static byte[] Rename(ReadOnlySpan<byte> json, Func<string, string> name)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Max(json.Length, 1));
        using var writer = new Utf8JsonWriter(buffer);
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject: writer.WriteStartObject(); break;
                case JsonTokenType.EndObject: writer.WriteEndObject(); break;
                case JsonTokenType.StartArray: writer.WriteStartArray(); break;
                case JsonTokenType.EndArray: writer.WriteEndArray(); break;
                case JsonTokenType.PropertyName: writer.WritePropertyName(name(reader.GetString()!)); break;
                case JsonTokenType.String: writer.WriteStringValue(reader.GetString()); break;
                default: writer.WriteRawValue(reader.ValueSpan); break; // numbers, true, false, null
            }
        }

        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
