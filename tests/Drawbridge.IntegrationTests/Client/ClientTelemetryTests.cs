using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Drawbridge.Cli.Telemetry;
using Drawbridge.Client.Platform;
using Drawbridge.Client.Telemetry;
using Drawbridge.IntegrationTests.Client.Failover;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>What can be watched of the calls.</summary>
public sealed class ClientTelemetryTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact] // B2P-0-23, B2P-0-24
    public async Task A_call_is_a_span_named_by_method_and_template()
    {
        var spans = new Spans();
        using var exported = TelemetryExport.Traces("test").AddProcessor(spans).Build();
        await using var two = await TwoPlatforms.StartAsync(fixture);
        two.First.Next("POST /v2/webserv/traders/4711/changebalance", Faults.Refuse(400, "NOT_ENOUGH_MONEY"));
        two.First.Next("3.11", Faults.ResetBefore);

        await two.Client.Balances.ChangeAsync(4711, new() { PreciseAmount = 1, Type = "WITHDRAW" }, None);
        await two.Client.Users.FindByEmailAsync("pat@acme.example", None);

        var refused = spans.Of(two.First, "POST /v2/webserv/traders/{login}/changebalance").ShouldHaveSingleItem();
        refused.Kind.ShouldBe(ActivityKind.Client);
        refused.Status.ShouldBe(ActivityStatusCode.Error);
        var tags = refused.TagObjects.ToDictionary();
        tags["drawbridge.call"].ShouldBe("3.5");
        tags["drawbridge.broker_name"].ShouldBe("acme_main");
        tags["drawbridge.broker_crm_name"].ShouldBe("acme_crm");
        tags["drawbridge.outcome"].ShouldBe("refused");
        tags["http.response.status_code"].ShouldBe(400);
        tags["error.type"].ShouldBe("NOT_ENOUGH_MONEY");
        tags["url.template"].ShouldBe("/v2/webserv/traders/{login}/changebalance");
        var wentOver = spans.Of(two.First, "GET /cid/oauth2/ctid/userId").ShouldHaveSingleItem();
        wentOver.Events.ShouldHaveSingleItem().Name.ShouldBe("failover");
        wentOver.Status.ShouldBe(ActivityStatusCode.Unset);
        spans.All.SelectMany(static span => span.TagObjects.Select(static tag => $"{tag.Value}").Append(span.DisplayName))
            .ShouldAllBe(text => !text.Contains("pat@", StringComparison.Ordinal) && !text.Contains(two.First.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Calls_are_counted_by_how_they_ended()
    {
        using var measured = new Measured();
        var path = $"/cid/{Guid.NewGuid():N}";
        await using var two = await TwoPlatforms.StartAsync(fixture, options =>
        {
            options.Paths["3.12"] = path;
            options.Failover.Attempts = 1;
        });
        await two.WarmUpAsync();
        two.First.Next($"POST {path}", Faults.Answer(204, null), Faults.ResetBefore, Faults.Refuse(404, "CH_USER_NOT_FOUND"));

        for (var i = 0; i < 3; i++)
        {
            await two.Client.Users.LogOutAsync(7, None);
        }

        await two.First.DisposeAsync();
        await two.Client.Users.LogOutAsync(7, None);

        measured.Of("drawbridge.client.call.duration", ("url.template", path)).Select(static tags => tags["drawbridge.outcome"])
            .ShouldBe(["answered", "ambiguous", "refused", "refused"]);
        measured.Of("drawbridge.client.call.duration", ("url.template", path)).ShouldAllBe(static tags => (string?)tags["drawbridge.call"] == "3.12");
        measured.Of("drawbridge.client.call.duration", ("url.template", path)).ShouldAllBe(static tags => IsAcme(tags)); // BID-10
        measured.Of("drawbridge.client.call.ambiguous", ("drawbridge.call", "3.12")).ShouldContain(static tags => IsAcme(tags));
        var first = ("server.address", (object)two.First.BaseUrl.Authority);
        var over = measured.Of("drawbridge.client.failovers", first).ShouldHaveSingleItem();
        (over["drawbridge.reason"], IsAcme(over)).ShouldBe(("failed", true));
        measured.Of("drawbridge.client.endpoints.down", first).ShouldHaveSingleItem().Keys.ShouldBe(["server.address"]); // brokers share it
    }

    [Fact]
    public async Task Waiting_for_the_hourly_limit_is_measured()
    {
        using var measured = new Measured();
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients(configure: static options => options.WriteBudget = new() { WritesPerHour = 2, Burst = 1, InteractiveReserve = 0 });
        var client = clients.For(platform.Peer()).With(new CallTerms(WritePriority.Bulk) { LongestWait = TimeSpan.FromSeconds(1) });

        await client.Users.LogOutAsync(7, None);
        await client.Users.LogOutAsync(7, None);

        foreach (var outcome in new[] { "at once", "too long" })
        {
            measured.Of("drawbridge.client.budget.wait", ("drawbridge.priority", "bulk"), ("drawbridge.outcome", outcome)).ShouldContain(static tags => IsAcme(tags), outcome);
        }
    }

    /// <summary>Whether it names the broker and the CRM of these tests.</summary>
    private static bool IsAcme(Dictionary<string, object?> tags) => tags.GetValueOrDefault("drawbridge.broker_name") is "acme_main" && tags.GetValueOrDefault("drawbridge.broker_crm_name") is "acme_crm";

    /// <summary>What is exported of the client.</summary>
    private sealed class Spans : BaseProcessor<Activity>
    {
        public ConcurrentQueue<Activity> All { get; } = new();

        public List<Activity> Of(FakePlatform platform, string name) =>
            [.. All.Where(span => span.DisplayName == name && All.Any(child => child.ParentSpanId == span.SpanId && (int?)child.GetTagItem("server.port") == platform.BaseUrl.Port))];

        public override void OnEnd(Activity data) => All.Enqueue(data);
    }

    /// <summary>What the client's meter tells.</summary>
    private sealed class Measured : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Name, Dictionary<string, object?> Tags)> _all = new();

        public Measured()
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == ClientTelemetry.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => _all.Enqueue((instrument.Name, tags.ToArray().ToDictionary())));
            _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => _all.Enqueue((instrument.Name, tags.ToArray().ToDictionary())));
            _listener.Start();
        }

        public List<Dictionary<string, object?>> Of(string name, params (string Key, object Value)[] tags) =>
            [.. _all.Where(one => one.Name == name && tags.All(tag => Equals(one.Tags.GetValueOrDefault(tag.Key), tag.Value))).Select(static one => one.Tags)];

        public void Dispose() => _listener.Dispose();
    }
}
