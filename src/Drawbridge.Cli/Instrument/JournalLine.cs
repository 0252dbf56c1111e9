using System.Globalization;
using System.Text.Json.Nodes;

namespace Drawbridge.Cli.Instrument;

/// <summary>A call on one line.</summary>
internal static class JournalLine
{
    public static string Of(JsonObject entry)
    {
        var at = ((DateTimeOffset)entry["at"]!).UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var way = (string?)entry["direction"] == "broker-to-platform" ? "in " : "out";
        var status = (int)entry["status"]! is var code and > 0 ? code.ToString(CultureInfo.InvariantCulture) : "---";
        var fault = (string?)entry["fault"] is { } kind ? $"  fault: {kind}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{at} {(long)entry["id"]!,6} {way} {(string?)entry["call"] ?? "-",-7} {(string?)entry["method"],-6} {(string?)entry["route"]}  {status}  {(double)entry["milliseconds"]!:F0} ms  {(string?)entry["brokerName"] ?? (string?)entry["brokerCrmName"] ?? "-"}  {(string?)entry["correlationId"]}{fault}");
    }
}
