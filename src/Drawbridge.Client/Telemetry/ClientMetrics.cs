using System.Diagnostics;
using System.Diagnostics.Metrics;
using Drawbridge.Client.Platform;

namespace Drawbridge.Client.Telemetry;

/// <summary>What the clients count, under the meter <see cref="ClientTelemetry.Name"/>. No tag holds a token, an address of a user or a query; names of brokers
/// and CRMs are those of the settings, so there are as many rows as these make. What several brokers share, such as an endpoint, names none.</summary>
internal static class ClientMetrics
{
    private static readonly Meter Meter = new(ClientTelemetry.Name);

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("drawbridge.client.call.duration", "s", "How long a call took, waiting for the hourly limit not counted");

    private static readonly Counter<long> Ambiguous =
        Meter.CreateCounter<long>("drawbridge.client.call.ambiguous", "{call}", "Writes that may or may not have happened");

    private static readonly Counter<long> Failovers =
        Meter.CreateCounter<long>("drawbridge.client.failovers", "{call}", "Calls that went over to another endpoint");

    private static readonly UpDownCounter<long> Down =
        Meter.CreateUpDownCounter<long>("drawbridge.client.endpoints.down", "{endpoint}", "Endpoints that calls keep away from");

    private static readonly Histogram<double> BudgetWait =
        Meter.CreateHistogram<double>("drawbridge.client.budget.wait", "s", "How long a write waited for the hourly limit, and how that ended");

    public static void Called(in CallTags call, string outcome, TimeSpan elapsed)
    {
        var tags = new TagList
        {
            { "drawbridge.side", call.Side },
            { "drawbridge.call", call.Number },
            { "http.request.method", call.Method },
            { "url.template", call.Template },
            { "drawbridge.outcome", outcome },
            { ClientTelemetry.BrokerTag, call.BrokerName },
            { ClientTelemetry.CrmTag, call.BrokerCrmName },
        };
        Duration.Record(elapsed.TotalSeconds, tags);
    }

    public static void WasAmbiguous(in CallTags call) => Ambiguous.Add(
        1,
        new TagList
        {
            { "drawbridge.call", call.Number }, { "drawbridge.side", call.Side }, { ClientTelemetry.BrokerTag, call.BrokerName }, { ClientTelemetry.CrmTag, call.BrokerCrmName },
        });

    public static void WentOver(in CallTags call, Uri from, string reason) => Failovers.Add(
        1,
        new TagList
        {
            { "server.address", from.Authority }, { "drawbridge.reason", reason }, { ClientTelemetry.BrokerTag, call.BrokerName }, { ClientTelemetry.CrmTag, call.BrokerCrmName },
        });

    public static void WentDown(Uri endpoint) => Down.Add(1, new KeyValuePair<string, object?>("server.address", endpoint.Authority));

    public static void CameBack(Uri endpoint) => Down.Add(-1, new KeyValuePair<string, object?>("server.address", endpoint.Authority));

    public static void BudgetWaited(in CallTags call, WritePriority priority, string outcome, TimeSpan waited) => BudgetWait.Record(
        waited.TotalSeconds,
        new TagList
        {
            { "drawbridge.priority", priority == WritePriority.Bulk ? "bulk" : "interactive" },
            { "drawbridge.outcome", outcome },
            { ClientTelemetry.BrokerTag, call.BrokerName },
            { ClientTelemetry.CrmTag, call.BrokerCrmName },
        });
}
