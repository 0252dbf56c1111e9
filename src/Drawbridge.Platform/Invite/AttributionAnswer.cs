using System.Text.Json;
using Drawbridge.Protocol.Invite;

namespace Drawbridge.Platform.Invite;

/// <summary>Reads what a broker answers to the webhook "attribution", as leniently as its keys are optional (INV-15).</summary>
internal static class AttributionAnswer
{
    private const int LongestPartnerId = 128;

    /// <summary>
    /// Keys may have blanks around them, as in the published examples (INV-14). An answer that cannot be read, a result that is none of
    /// the four and an identifier that is no text of a sensible length say nothing.
    /// </summary>
    public static AttributionResponse Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.Length == 0 ? "{}"u8.ToArray() : body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : new();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new();
        }
    }

    private static AttributionResponse Read(JsonElement answer)
    {
        var partnerId = Text(answer, "brokerPartnerId");
        var result = Text(answer, "brokerResult");
        return new()
        {
            BrokerPartnerId = partnerId is { Length: > 0 and <= LongestPartnerId } && !partnerId.Contains('\0', StringComparison.Ordinal) ? partnerId : null,
            BrokerResult = AttributionResult.All.FirstOrDefault(known => known == result), // INV-16..19
        };
    }

    private static string? Text(JsonElement answer, string key) => answer.EnumerateObject()
        .Where(member => member.Name.Trim() == key && member.Value.ValueKind == JsonValueKind.String)
        .Select(static member => member.Value.GetString()).LastOrDefault();
}
