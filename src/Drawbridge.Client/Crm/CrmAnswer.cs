using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Drawbridge.Client.Crm;

/// <summary>What an answer of a CRM means.</summary>
internal static partial class CrmAnswer
{
    private const int LongestMessage = 256;

    /// <summary>Reads a successful answer: any 2xx counts (DEC-7).</summary>
    public static CrmResult<T> Read<T>(CrmHttpAnswer answer, JsonTypeInfo<T> type, Func<T, bool> isComplete)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body, type) is { } value && isComplete(value)
                ? new CrmResult<T>.Answered(value)
                : new CrmResult<T>.Nonsense(answer.Status, "A required key is missing.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return new CrmResult<T>.Nonsense(answer.Status, "The body is not the JSON that the call defines.");
        }
    }

    /// <summary>Reads a refusal in whatever form it comes: our JSON, <c>CODE: text</c>, HTML of a proxy, nothing (ERR-4).</summary>
    public static CrmResult<T> Refusal<T>(CrmHttpAnswer answer, IReadOnlyList<string?> secrets)
    {
        var (code, message) = FromJson(answer.Body) ?? FromText(answer.Body);
        return new CrmResult<T>.Refused(answer.Status, code is null ? null : Clean(code, secrets), Clean(message, secrets));
    }

    private static (string? Code, string Message)? FromJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (Text(document.RootElement, "code"), Text(document.RootElement, "message") ?? "")
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static (string? Code, string Message) FromText(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, LongestMessage * 4)));
        var match = CodeAndText().Match(text);
        return match.Success ? (match.Groups["code"].Value, match.Groups["text"].Value) : (null, text);
    }

    private static string Clean(string text, IReadOnlyList<string?> secrets)
    {
        foreach (var secret in secrets)
        {
            if (!string.IsNullOrEmpty(secret))
            {
                text = text.Replace(secret, "•••", StringComparison.OrdinalIgnoreCase);
            }
        }

        var line = string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= LongestMessage ? line : line[..LongestMessage];
    }

    [GeneratedRegex("^(?<code>[A-Z][A-Z0-9_]{2,63}):\\s*(?<text>.*)$", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeAndText();
}
