using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>B2P-0-23: tokens and password hashes stay out of logs, traces and error texts.</summary>
public sealed class PlatformSecrecyTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact] // B2P-0-23, B2P-0-24, ERR-3
    public async Task No_secret_leaves_the_client()
    {
        await using var platform = await fixture.StartAsync();
        platform.Token = "canary-token";
        var trader = PasswordHashMd5.Of("canary password");
        var log = new LogLines();
        var sinks = new ConcurrentQueue<string>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => sinks.Enqueue(
                $"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(e => e.Tags))}"),
        };
        ActivitySource.AddActivityListener(activities);
        using var events = new HttpEvents(sinks);
        using var clients = fixture.Clients(log: log);
        var client = clients.For(platform.Peer());

        // A proxy that echoes all it got, in an answer of every kind.
        var echo = $"<html>canary-token {trader.Reveal().ToUpperInvariant()} {PasswordHashMd5.Of(FakePlatform.Password).Reveal()}</html>";
        platform.Next("3.4", Faults.Answer(403, echo), Faults.Answer(502, echo), Faults.Answer(200, echo), Faults.ResetBefore);
        var outcomes = new List<object>();
        for (var i = 0; i < 5; i++)
        {
            outcomes.Add(await client.Links.LinkAsync(1, trader, 2, "live", None));
        }

        await platform.DisposeAsync();
        outcomes.Add(await client.Links.LinkAsync(1, trader, 2, "live", None));

        string[] everything = [.. outcomes.Select(o => o.ToString()!), .. log.All, .. sinks, platform.Peer().ToString()];
        everything.ShouldAllBe(text => !text.Contains("canary-token", StringComparison.OrdinalIgnoreCase));
        everything.ShouldAllBe(text => !text.Contains(trader.Reveal(), StringComparison.OrdinalIgnoreCase));
        log.All.ShouldAllBe(line => line.Contains("3.4 for acme_main of acme_crm", StringComparison.Ordinal));
        sinks.ShouldContain(text => text.Contains("/cid/ctid/link", StringComparison.Ordinal), "the listeners heard nothing");
    }

    /// <summary>What the runtime's own HTTP events tell.</summary>
    private sealed class HttpEvents(ConcurrentQueue<string> sink) : EventListener
    {
        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name is "System.Net.Http" or "Private.InternalDiagnostics.System.Net.Http")
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            sink?.Enqueue($"{eventData.EventName} {string.Join(' ', eventData.Payload ?? new([]))}");
    }
}
