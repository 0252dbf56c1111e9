using System.Diagnostics;
using Drawbridge.Client.Platform.Lines;
using Drawbridge.Client.Telemetry;

namespace Drawbridge.Client.Platform.Delivery;

/// <summary>Says on trace and metrics that a call is sent a further time.</summary>
internal static class Failover
{
    public static void WentOver(in CallTags call, PlatformLine from, PlatformLine to, string reason)
    {
        var isOther = !ReferenceEquals(from, to);
        Activity.Current?.AddEvent(new ActivityEvent(
            isOther ? "failover" : "retry",
            tags: new() { ["server.address"] = to.Url.Authority, ["drawbridge.reason"] = reason }));
        if (isOther)
        {
            ClientMetrics.WentOver(call, from.Url, reason);
        }
    }
}
