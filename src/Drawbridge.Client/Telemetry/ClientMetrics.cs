using System.Diagnostics;
using System.Diagnostics.Metrics;
using Drawbridge.Client.Platform;

namespace Drawbridge.Client.Telemetry;

/// <summary>What the clients count, under the meter <see cref="ClientTelemetry.Name"/>. No tag holds a token, an address of a user or a query.</summary>
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
        };
        Duration.Record(elapsed.TotalSeconds, tags);
    }

    public static void WasAmbiguous(in CallTags call) =>
        Ambiguous.Add(1, new KeyValuePair<string, object?>("drawbridge.call", call.Number), new("drawbridge.side", call.Side));

    public static void WentOver(Uri from, string reason) =>
        Failovers.Add(1, new KeyValuePair<string, object?>("server.address", from.Authority), new("drawbridge.reason", reason));

    public static void WentDown(Uri endpoint) => Down.Add(1, new KeyValuePair<string, object?>("server.address", endpoint.Authority));

    public static void CameBack(Uri endpoint) => Down.Add(-1, new KeyValuePair<string, object?>("server.address", endpoint.Authority));

    public static void BudgetWaited(WritePriority priority, string outcome, TimeSpan waited) =>
        BudgetWait.Record(
            waited.TotalSeconds,
            new KeyValuePair<string, object?>("drawbridge.priority", priority == WritePriority.Bulk ? "bulk" : "interactive"),
            new("drawbridge.outcome", outcome));
}
