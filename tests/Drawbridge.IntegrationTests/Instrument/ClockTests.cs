using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Platform.Clock;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Instrument;

public sealed class ClockTests : IAsyncLifetime
{
    private PlatformServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await PlatformServer.StartAsync(static options => options.WritesPerHour = 2);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private PlatformApi Instrument => _server.As(null);

    private Task<ApiAnswer> MoveAsync(JsonObject body) => Instrument.PutAsync("/instrument/api/clock", body);

    [Fact]
    public async Task It_moves_forward_and_back_and_to_a_time()
    {
        (await Instrument.GetAsync("/instrument/api/clock")).Text.ShouldBe("""{"now":"2026-01-15T12:00:00+00:00","offsetSeconds":0,"crmSkewSeconds":0,"crmFollows":false}""");
        (await MoveAsync(new() { ["advanceSeconds"] = 61 })).Text.ShouldContain("\"now\":\"2026-01-15T12:01:01+00:00\",\"offsetSeconds\":61,");
        (await MoveAsync(new() { ["advanceSeconds"] = -1.5 })).Text.ShouldContain("\"offsetSeconds\":59.5,");
        (await MoveAsync(new() { ["now"] = "2027-01-15T13:00:00+01:00" })).Text.ShouldContain("\"now\":\"2027-01-15T12:00:00+00:00\",\"offsetSeconds\":31536000,");
        _server.Clock.Advance(TimeSpan.FromSeconds(5)); // it goes on from there
        (await Instrument.GetAsync("/instrument/api/clock")).Text.ShouldContain("\"now\":\"2027-01-15T12:00:05+00:00\"");
        (await MoveAsync(new() { ["offsetSeconds"] = -60 })).Text.ShouldContain("\"now\":\"2026-01-15T11:59:05+00:00\"");

        ((int)(await Instrument.SendAsync(HttpMethod.Delete, "/instrument/api/clock")).Status).ShouldBe(204);
        (await Instrument.GetAsync("/instrument/api/clock")).Text.ShouldContain("\"offsetSeconds\":0,");
    }

    [Fact]
    public async Task What_makes_no_sense_moves_nothing()
    {
        (string Body, string Problem)[] cases =
        [
            ("""{}""", "exactly one of"),
            ("""{"now":"2026-01-01T00:00:00Z","offsetSeconds":1}""", "exactly one of"),
            ("""{"now":"soon"}""", "now must be a time"),
            ("""{"advanceSeconds":"61"}""", "advanceSeconds must be a number"),
            ("""{"offsetSeconds":1e30}""", "offsetSeconds must be a number"),
            ("""{"now":"2999-01-01T00:00:00Z"}""", "within a hundred years"),
            ("""{"crmSkewSeconds":5}""", "does not run in this process"),
            ("""{"advanceSecond":61}""", "without a meaning"),
            ("""[]""", "JSON object"),
            ("""{"advanceSeconds":61""", "JSON object"),
        ];
        foreach (var (body, problem) in cases)
        {
            var answer = await Instrument.SendAsync(HttpMethod.Put, "/instrument/api/clock", body);

            answer.ShouldBeRefused(400, "INVALID_REQUEST");
            ((string)answer.Json["error"]!["description"]!).ShouldContain(problem);
            (await Instrument.GetAsync("/instrument/api/clock")).Text.ShouldContain("\"offsetSeconds\":0,");
        }
    }

    [Fact] // B2P-0-13
    public async Task The_hour_of_the_write_limit_passes_and_comes_back()
    {
        await _server.Api.NewUserAsync();
        await _server.Api.NewUserAsync();
        var third = new JsonObject { ["brokerCrmName"] = PlatformServer.Crm, ["email"] = PlatformApi.NewEmail() };
        (await _server.Api.PostAsync(PlatformPaths.CreateUser, third.DeepClone())).ShouldBeRefused(429, "REQUEST_FREQUENCY_EXCEEDED");

        await MoveAsync(new() { ["advanceSeconds"] = 3599 });
        (await _server.Api.PostAsync(PlatformPaths.CreateUser, third.DeepClone())).ShouldBeRefused(429, "REQUEST_FREQUENCY_EXCEEDED");
        await MoveAsync(new() { ["advanceSeconds"] = 1 });
        (await _server.Api.PostAsync(PlatformPaths.CreateUser, third.DeepClone())).Status.ShouldBe(System.Net.HttpStatusCode.Created);

        // Writes that have not been yet do not count.
        await MoveAsync(new() { ["offsetSeconds"] = -86400 });
        await _server.Api.NewUserAsync();
    }

    [Fact]
    public async Task What_is_stored_and_what_is_journalled_bear_the_moved_time_and_the_journal_the_real_one_too()
    {
        await MoveAsync(new() { ["offsetSeconds"] = 86400 });

        var login = await _server.Api.NewTraderAsync();

        var trader = await _server.Api.GetAsync($"{PlatformPaths.Traders}/{login}");
        ((long)trader.Json["registrationTimestamp"]!).ShouldBe(_server.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds());
        var entry = (await Instrument.GetAsync("/instrument/api/journal?limit=1")).Json["entries"]![0]!;
        ((DateTimeOffset)entry["at"]!).ShouldBe(_server.Clock.GetUtcNow());
        ((DateTimeOffset)entry["virtualTime"]!).ShouldBe(_server.Clock.GetUtcNow().AddDays(1));
        (await Instrument.GetAsync("/instrument/api/journal/1")).Json["virtualTime"].ShouldBeNull();
    }

    [Fact]
    public async Task Without_the_instrument_the_platform_has_the_clock_of_its_host()
    {
        await using var own = await PlatformServer.StartAsync(static options => options.Instrument = false);

        own.Services.GetRequiredService<TimeProvider>().ShouldBeSameAs(own.Clock);
        _server.Services.GetRequiredService<TimeProvider>().ShouldBeSameAs(_server.Services.GetRequiredService<VirtualClock>());
    }

    [Fact]
    public void A_broker_in_the_same_process_follows_at_a_distance_and_timers_stay_real()
    {
        var clock = new VirtualClock(_server.Clock);
        clock.CrmFollows.ShouldBeFalse();
        var crm = clock.ForCrm();
        (clock.CrmFollows, clock.ForCrm()).ShouldBe((true, crm));
        using var timer = new CancellationTokenSource(TimeSpan.FromMinutes(1), crm);
        var started = crm.GetTimestamp();

        clock.Offset = TimeSpan.FromDays(1);
        clock.CrmSkew = TimeSpan.FromSeconds(-30);

        crm.GetUtcNow().ShouldBe(_server.Clock.GetUtcNow().AddDays(1).AddSeconds(-30));
        crm.GetElapsedTime(started).ShouldBe(TimeSpan.Zero);
        timer.IsCancellationRequested.ShouldBeFalse();
        _server.Clock.Advance(TimeSpan.FromMinutes(1));
        timer.IsCancellationRequested.ShouldBeTrue();
    }
}
