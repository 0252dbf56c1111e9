using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Drawbridge.Client.Platform.Wire;

/// <summary>What an error body says, in whatever shape it came: the platform's own, plain text, a proxy's page, nothing (ERR-4).</summary>
internal sealed partial record PlatformErrorText(string? Code, string? Description)
{
    private const int LongestRead = 16 * 1024;
    private const int LongestKept = 300;

    public static PlatformErrorText Read(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, LongestRead))).Trim();
        if (text.Length == 0)
        {
            return new(null, null);
        }

        return FromJson(body) ?? FromPlainText(text) ?? new(null, text);
    }

    /// <summary>For the log: on one line, short, and without the secrets that were sent (B2P-0-23).</summary>
    public PlatformErrorText Scrubbed(IEnumerable<string> secrets)
    {
        if (Description is null)
        {
            return this;
        }

        var text = Description;
        foreach (var secret in secrets)
        {
            text = text.Replace(secret, "(redacted)", StringComparison.OrdinalIgnoreCase)
                .Replace(Uri.EscapeDataString(secret), "(redacted)", StringComparison.OrdinalIgnoreCase);
        }

        text = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
        return this with { Description = text.Length <= LongestKept ? text : text[..LongestKept] };
    }

    private static PlatformErrorText? FromJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root)
            {
                return null;
            }

            var error = root.TryGetProperty("error", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : root;
            return Text(error, "errorCode") is { } code && CodeOnly().IsMatch(code) ? new(code, Text(error, "description")) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static PlatformErrorText? FromPlainText(string text)
    {
        var match = CodeAndText().Match(text);
        return match.Success ? new(match.Groups["code"].Value, match.Groups["text"].Value) : null;
    }

    [GeneratedRegex("^[A-Z][A-Z0-9_]{2,63}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeOnly();

    [GeneratedRegex("^(?<code>[A-Z][A-Z0-9_]{2,63})(\\s*:\\s*(?<text>.*))?$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex CodeAndText();
}
