using System.Text.Json.Nodes;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Instrument;
using Drawbridge.IntegrationTests.Platform;

namespace Drawbridge.IntegrationTests.Instrument;

/// <summary><c>drawbridge instrument</c> against a platform that runs.</summary>
public sealed class InstrumentCommandTests : IAsyncLifetime
{
    private PlatformServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await PlatformServer.StartAsync(static _ => { });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private sealed record Run(int ExitCode, string Output, string Error);

    private static async Task<Run> RunAsync(IEnumerable<string> args, CancellationToken? cancellation = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await DrawbridgeCommand.RunAsync(["instrument", .. args], new Terminal(output, error), cancellation ?? TestContext.Current.CancellationToken);
        return new(code, output.ToString(), error.ToString());
    }

    private Task<Run> HereAsync(params string[] args) =>
        RunAsync([.. args, "--url", _server.Https.GetLeftPart(UriPartial.Authority), "--ca", _server.Authority.File]);

    private async Task<string> DoneAsync(params string[] args)
    {
        var run = await HereAsync(args);
        (run.ExitCode, run.Error).ShouldBe((ExitCode.Done, ""));
        return run.Output;
    }

    [Fact]
    public async Task The_journal_is_listed_filtered_saved_and_cleared()
    {
        await _server.Api.NewUserAsync();

        (await DoneAsync("journal", "list")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        (await DoneAsync("journal", "list", "--search", "3.2", "--direction", "in", "--status", "2xx")).ShouldMatch(@"^12:00:00\.000 +2 in  3\.2 +POST +/cid/oauth2/ctid/create  201  0 ms  tradingtech_crm  [0-9a-f]{32}\s*$");
        JsonNode.Parse(await DoneAsync("journal", "list", "--json", "--after", "1"))!["entries"]!.AsArray().Count.ShouldBe(1);
        HarShape.Check(await DoneAsync("journal", "har")).Count.ShouldBe(2);
        var file = Path.Combine(Path.GetTempPath(), $"drawbridge-{Guid.NewGuid():N}.har");
        await DoneAsync("journal", "har", "--limit", "1", "--out", file);
        HarShape.Check(await File.ReadAllTextAsync(file)).Count.ShouldBe(1);
        File.Delete(file);
        await DoneAsync("journal", "clear");
        (await DoneAsync("journal", "list")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_journal_is_followed_until_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        using var output = new LineWriter();
        var follow = DrawbridgeCommand.RunAsync(
            ["instrument", "journal", "follow", "--after", "0", "--method", "POST", "--url", _server.Https.GetLeftPart(UriPartial.Authority), "--ca", _server.Authority.File],
            new Terminal(output, TextWriter.Null),
            stop.Token);

        (await output.NextAsync()).ShouldContain(" 3.1 ");
        await _server.Api.GetAsync("/v2/webserv/symbols");
        await _server.Api.NewUserAsync();
        (await output.NextAsync()).ShouldContain(" 3.2 ");
        await stop.CancelAsync();

        (await follow).ShouldBe(ExitCode.Done);
    }

    [Fact]
    public async Task Faults_are_added_listed_and_ended()
    {
        (await DoneAsync("faults", "add", "error", "POST /cid/*", "--status", "503", "--code", "BUSY", "--times", "1", "--probability", "1", "--seed", "4", "--for", "60", "--broker", PlatformServer.Broker))
            .ShouldStartWith("   1 error  POST /cid/*  hits 0 of 0  probability 1, seed 4, until 2026-01-15T12:01:00+00:00, times 1, status 503, errorCode BUSY, brokerName tradingtech_main");
        ((long)JsonNode.Parse(await DoneAsync("faults", "list", "--json"))!["faults"]![0]!["id"]!).ShouldBe(1);
        await DoneAsync("faults", "add", "latency", "*", "--latency", "5");
        await DoneAsync("faults", "remove", "1");
        (await DoneAsync("faults", "list")).ShouldStartWith("   2 latency  *");
        await DoneAsync("faults", "clear");
        (await DoneAsync("faults", "list")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_clock_is_shown_and_moved_forward_and_back()
    {
        (await DoneAsync("clock", "show")).ShouldBe("2026-01-15T12:00:00.000Z  ahead of the real time by 0 s; the broker has a clock of its own\n".ReplaceLineEndings());
        (await DoneAsync("clock", "advance", "61")).ShouldStartWith("2026-01-15T12:01:01.000Z");
        (await DoneAsync("clock", "advance", "-3661.5")).ShouldStartWith("2026-01-15T10:59:59.500Z");
        (await DoneAsync("clock", "set", "2030-01-01T00:00:00Z")).ShouldStartWith("2030-01-01T00:00:00.000Z");
        await DoneAsync("clock", "reset");
        (await DoneAsync("clock", "show", "--json")).ShouldContain("\"offsetSeconds\":0,");
        (await HereAsync("clock", "skew", "5")).ExitCode.ShouldBe(ExitCode.Wrong); // its broker runs elsewhere
    }

    [Fact]
    public async Task Calls_are_triggered_and_the_exit_code_says_how_they_ended()
    {
        (await DoneAsync("trigger")).ShouldContain("invite-new-user");
        (await DoneAsync("trigger", "crm-token", "--broker", PlatformServer.OtherBroker)).ShouldMatch("""^call 4\.1  200  answered  journal \d+  [0-9a-f]{32}\s+\{"crmApiToken":"•••"\}\s*$""");
        var refused = await HereAsync("trigger", "generate-onetime", "--field", "userId=7", "--field", "inappToken=x=y", "--json");
        (refused.ExitCode, (int)JsonNode.Parse(refused.Output)!["status"]!).ShouldBe((ExitCode.Failed, 404));
        _server.CrmSide.Requests[^1].Query["inappToken"].ToString().ShouldBe("x=y");
        foreach (var (args, says) in new (string[], string)[]
        {
            (["trigger", "crm-tokn"], "Did you mean 'crm-token'?"),
            (["trigger", "invalidate", "--field", "userId"], "NAME=VALUE"),
            (["trigger", "invalidate", "--field", "user=1"], "userId"),
            (["trigger", "invalidate", "--field", "userId=x"], "must be a number"),
        })
        {
            var wrong = await HereAsync(args);
            wrong.ExitCode.ShouldBe(ExitCode.Wrong);
            wrong.Error.ShouldContain(says);
        }
    }

    [Fact]
    public async Task The_state_is_filled_kept_emptied_and_restored()
    {
        (await DoneAsync("seed", "--seed", "9", "--users", "2", "--traders", "2", "--positions", "0", "--currency", "USD", "--balance", "5"))
            .Split('\n')[0].ShouldMatch(@"^10000001 \S+\.9\.1@example\.com 9000001 9000002\s*$");
        (await DoneAsync("snapshot", "create", "two.users")).ShouldMatch(@"^two\.users  2026-01-15T12:00:00Z  2 users, 4 accounts, \d+ KiB\s*$");
        (await DoneAsync("reset")).ShouldStartWith("2 users and 4 accounts are gone.");
        await DoneAsync("snapshot", "restore", "two.users");
        (await _server.Api.NewUserAsync()).ShouldBe(10_000_003);
        (await DoneAsync("snapshot", "list", "--json")).ShouldContain("\"traders\":4");
        await DoneAsync("snapshot", "delete", "two.users");
        (await DoneAsync("snapshot", "list")).ShouldBeEmpty();
        (await HereAsync("snapshot", "restore", "two.users")).ShouldBe(new Run(ExitCode.Failed, "", $"drawbridge: There is no snapshot of that name.{Environment.NewLine}"));
    }

    [Fact]
    public async Task What_cannot_work_says_why_and_what_to_do()
    {
        var nowhere = await RunAsync(["clock", "show", "--data", Path.Combine(Path.GetTempPath(), "no-such-folder")]);
        (nowhere.ExitCode, nowhere.Error.Contains("Start 'drawbridge up'")).ShouldBe((ExitCode.Wrong, true));
        var unreachable = await RunAsync(["clock", "show", "--url", "https://localhost:1"]);
        (unreachable.ExitCode, unreachable.Error.Contains("https://localhost:1 cannot be reached")).ShouldBe((ExitCode.Failed, true));
        var untrusted = await RunAsync(["clock", "show", "--url", _server.Https.GetLeftPart(UriPartial.Authority)]);
        (untrusted.ExitCode, untrusted.Error.Contains("--ca FILE")).ShouldBe((ExitCode.Failed, true));
        (await RunAsync(["clock", "show", "--url", "http://localhost"])).ExitCode.ShouldBe(ExitCode.Wrong);
        (await RunAsync(["clock", "show", "--url", "https://localhost", "--ca", "/no/such/file"])).ExitCode.ShouldBe(ExitCode.Wrong);
        var wrong = await HereAsync("faults", "add", "explode", "nowhere");
        (wrong.ExitCode, wrong.Error.Contains("kind must be one of")).ShouldBe((ExitCode.Wrong, true));
        (await RunAsync(["fautls"])).Error.ShouldContain("Did you mean 'faults'?");
    }

    [Fact]
    public async Task A_key_comes_from_the_environment_and_without_it_the_variable_is_named()
    {
        await using var own = await PlatformServer.StartAsync(static options => options.InstrumentKey = "key-of-the-instrument-1");

        var run = await RunAsync(["clock", "show", "--url", own.Https.GetLeftPart(UriPartial.Authority), "--ca", own.Authority.File]);

        (run.ExitCode, run.Error.Contains(InstrumentConnection.KeyVariable)).ShouldBe((ExitCode.Wrong, true));
        using var client = new InstrumentClient(new(own.Https, own.Authority.File), "key-of-the-instrument-1");
        ((bool)(await client.GetAsync("clock", TestContext.Current.CancellationToken))["crmFollows"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_the_instrument_it_says_so()
    {
        await using var own = await PlatformServer.StartAsync(static options => options.Instrument = false);

        var run = await RunAsync(["clock", "show", "--url", own.Https.GetLeftPart(UriPartial.Authority), "--ca", own.Authority.File]);

        (run.ExitCode, run.Error.Contains("has no instrument")).ShouldBe((ExitCode.Failed, true));
    }
}
