using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.Primitives;

namespace Drawbridge.Platform.Traders;

/// <summary>The <c>fields</c> parameter of the list (WS-52).</summary>
internal static class TraderFields
{
    /// <summary>The names asked for: a comma list, a JSON array, or a repeated parameter. Null for all: none are named.</summary>
    public static HashSet<string>? Read(StringValues values) =>
        values.SelectMany(Names).ToHashSet(StringComparer.Ordinal) is { Count: > 0 } names ? names : null;

    /// <summary>The list with only these keys in each account. Unknown names are ignored.</summary>
    public static JsonObject Restrict(TraderListResponse list, HashSet<string> fields)
    {
        var json = JsonSerializer.SerializeToNode(list, PlatformJson.Default.TraderListResponse)!.AsObject();
        foreach (var trader in json["trader"]!.AsArray())
        {
            foreach (var key in trader!.AsObject().Select(static member => member.Key).Where(key => !fields.Contains(key)).ToList())
            {
                trader.AsObject().Remove(key);
            }
        }

        return json;
    }

    private static IEnumerable<string> Names(string? text)
    {
        if (text?.TrimStart() is ['[', ..])
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                return [.. document.RootElement.EnumerateArray().Where(static name => name.ValueKind == JsonValueKind.String).Select(static name => name.GetString()!)];
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                return [];
            }
        }

        return text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
    }
}
