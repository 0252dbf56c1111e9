using System.Diagnostics;
using OpenTelemetry;

namespace Drawbridge.Cli.Telemetry;

/// <summary>Takes addresses off every trace before it leaves the process: the protocol puts tokens into queries, webhooks secrets into paths.</summary>
internal sealed class TokenFreeProcessor : BaseProcessor<Activity>
{
    private static readonly string[] Addresses = ["url.full", "url.path", "url.query", "http.url", "http.target", "http.path"];

    public override void OnEnd(Activity data)
    {
        foreach (var address in Addresses)
        {
            if (data.GetTagItem(address) is not null)
            {
                data.SetTag(address, null);
            }
        }
    }
}
