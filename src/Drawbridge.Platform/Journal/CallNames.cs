using System.Text.Json;
using Drawbridge.Platform.Brokers;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Journal;

/// <summary>Which broker and CRM a call was about. Only names that are known here: nothing a caller makes up gets into a log (BID-9, B2P-0-24).</summary>
internal static class CallNames
{
    public static (string? BrokerName, string? BrokerCrmName) Of(IQueryCollection query, byte[]? body, BrokerDirectory brokers)
    {
        var inBody = Read(body);
        var broker = brokers.FindBroker(query["brokerName"]) ?? brokers.FindBroker(inBody.BrokerName);
        var crm = broker?.BrokerCrmName.Value ?? Known(query["brokerCrmName"], brokers) ?? Known(inBody.BrokerCrmName, brokers);
        return (broker?.BrokerName.Value, crm);
    }

    private static string? Known(string? crm, BrokerDirectory brokers) => brokers.FindCrm(crm) is null ? null : crm;

    private static (string? BrokerName, string? BrokerCrmName) Read(byte[]? body)
    {
        if (body is null or [])
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (Text(document.RootElement, "brokerName"), Text(document.RootElement, "brokerCrmName"))
                : default;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
