using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Drawbridge.Platform.Journal;

/// <summary>Takes the secrets out of what is kept or logged of a call (B2P-0-23, P2B-0-16).</summary>
internal static partial class Masking
{
    public const string Mask = "•••";

    private static readonly HashSet<string> SecretKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "token", "crmApiToken", "accessToken", "inappToken", "webservToken", "password", "hashedPassword", "traderPasswordHash", "sessionId",
    };

    private static readonly JsonWriterOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Longer bodies are not kept: the journal is in memory.</summary>
    private const int LongestBody = 64 * 1024;

    /// <summary>A body of a request. What is not JSON is not repeated at all.</summary>
    public static string? Request(byte[]? json) => Json(json, isRequest: true);

    /// <summary>A body of an answer, where <c>code</c> is an error code and not a token.</summary>
    public static string? Response(byte[]? json) => Json(json, isRequest: false);

    /// <summary>A query string without its question mark.</summary>
    public static string Query(string? query) => string.Join('&', (query ?? "").TrimStart('?').Split('&').Select(Parameter));

    private static string Parameter(string parameter)
    {
        var end = parameter.IndexOf('=', StringComparison.Ordinal);
        var name = Uri.UnescapeDataString((end < 0 ? parameter : parameter[..end]).Replace('+', ' '));
        return IsSecret(name, isRequest: true) && end >= 0 ? parameter[..(end + 1)] + Mask : OurTokens().Replace(parameter, Mask);
    }

    private static bool IsSecret(string key, bool isRequest) => SecretKeys.Contains(key) || (isRequest && key.Equals("code", StringComparison.OrdinalIgnoreCase));

    private static string? Json(byte[]? json, bool isRequest)
    {
        if (json is null or [])
        {
            return null;
        }

        if (json.Length > LongestBody)
        {
            return $"({json.Length} bytes)";
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, Readable))
            {
                Write(writer, document.RootElement, isRequest);
            }

            return Encoding.UTF8.GetString(stream.ToArray());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return $"({json.Length} bytes that are not JSON)";
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, bool isRequest)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(OurTokens().Replace(member.Name, Mask));
                    if (IsSecret(member.Name, isRequest))
                    {
                        writer.WriteStringValue(Mask);
                    }
                    else
                    {
                        Write(writer, member.Value, isRequest);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item, isRequest);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(OurTokens().Replace(value.GetString()!, Mask));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>Tokens of our own make, wherever they stand.</summary>
    [GeneratedRegex("db(?:ot|at|ct|it|mt|ss|mk)_[A-Za-z0-9_-]{20,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OurTokens();
}
