using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Drawbridge.Protocol.Values;

/// <summary>Times as filters and position columns have them: UTC without suffix, milliseconds; a final <c>Z</c> is read too (WS-15).</summary>
public static class PlatformTime
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff";

    /// <summary>As it is sent.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>False for any other form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text.TrimEnd('Z'), Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}

/// <summary>Reads and writes <see cref="PlatformTime"/> in JSON.</summary>
public sealed class PlatformTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && PlatformTime.TryParse(reader.GetString(), out var time)
            ? time
            : throw new JsonException("The time is not in the form of the platform.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(PlatformTime.Format(value));
    }
}
