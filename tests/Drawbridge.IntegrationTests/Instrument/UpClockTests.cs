using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Drawbridge.Cli.CommandLine;
using Drawbridge.IntegrationTests.Cli;

namespace Drawbridge.IntegrationTests.Instrument;

/// <summary>The clock of <c>drawbridge up</c>, where the broker's follows the platform's.</summary>
public sealed class UpClockTests(RunningUp running) : IClassFixture<RunningUp>, IDisposable
{
    private readonly Dictionary<string, string> _environment = running.Process.ReadEnvironment();
    private readonly HttpClient _http = UpHttp.NewClient(running.Process.ReadEnvironment());

    public void Dispose() => _http.Dispose();

    [Fact] // CONF-6.1.7-2, DEC-1
    public async Task A_token_of_the_broker_is_good_within_its_minute_and_not_after_it_and_good_again_when_time_goes_back()
    {
        var (early, late) = (await NewTokenAsync(), await NewTokenAsync());

        (await MoveAsync(new { advanceSeconds = 40 })).ShouldContain("\"crmFollows\":true");
        (await ExchangeAsync(early)).ShouldBe(HttpStatusCode.OK);
        await MoveAsync(new { advanceSeconds = 21 });
        (await ExchangeAsync(late)).ShouldBe(HttpStatusCode.Unauthorized);
        (await LastStatusOfCrmAsync()).ShouldBe(410);
        await ResetAsync();
        (await ExchangeAsync(late)).ShouldBe(HttpStatusCode.OK);
        (await ExchangeAsync(late)).ShouldBe(HttpStatusCode.Unauthorized);
        (await LastStatusOfCrmAsync()).ShouldBe(404);
    }

    [Fact]
    public async Task A_broker_whose_clock_is_ahead_by_more_than_its_life_takes_a_token_for_expired()
    {
        var token = await NewTokenAsync();

        (await MoveAsync(new { crmSkewSeconds = 61 })).ShouldContain("\"offsetSeconds\":0,\"crmSkewSeconds\":61,");
        (await ExchangeAsync(token)).ShouldBe(HttpStatusCode.Unauthorized);
        (await LastStatusOfCrmAsync()).ShouldBe(410);
        await MoveAsync(new { crmSkewSeconds = -61 });
        (await ExchangeAsync(token)).ShouldBe(HttpStatusCode.OK);
        await ResetAsync();
    }

    [Fact]
    public async Task The_command_line_finds_the_platform_by_the_folder()
    {
        using var output = new StringWriter();

        var code = await DrawbridgeCommand.RunAsync(["instrument", "clock", "show", "--data", running.Process.Data], new Terminal(output, output), TestContext.Current.CancellationToken);

        code.ShouldBe(ExitCode.Done, output.ToString());
        output.ToString().ShouldContain("the broker's is ahead of it by 0 s");
    }

    private async Task<string> NewTokenAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_environment["BROKER_URL"]}/api/v1/onetime-tokens")
        {
            Content = JsonContent.Create(new { brokerName = _environment["BROKER_NAME"], email = _environment["DEMO_EMAIL"], keepLoggedIn = false }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _environment["MANAGEMENT_API_KEY"]);
        using var response = await _http.SendAsync(request);
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["token"]!;
    }

    private async Task<HttpStatusCode> ExchangeAsync(string token)
    {
        using var response = await _http.PostAsJsonAsync(
            $"{_environment["PLATFORM_URL"]}/app/api/sessions", new { brokerName = _environment["BROKER_NAME"], source = "Web", token });
        return response.StatusCode;
    }

    private async Task<string> MoveAsync(object body)
    {
        using var response = await _http.PutAsJsonAsync($"{_environment["PLATFORM_URL"]}/instrument/api/clock", body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task ResetAsync() =>
        (await _http.DeleteAsync($"{_environment["PLATFORM_URL"]}/instrument/api/clock")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

    private async Task<int> LastStatusOfCrmAsync() =>
        (int)JsonNode.Parse(await _http.GetStringAsync($"{_environment["PLATFORM_URL"]}/instrument/api/journal?direction=out&route=/onetime/authorize&limit=1"))!["entries"]![0]!["status"]!;
}
