using System.Net;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Conform.Serving;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Reports.Files;
using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;
using Microsoft.AspNetCore.Builder;

namespace Drawbridge.IntegrationTests.Conformance.Evidence;

/// <summary><c>drawbridge conform serve</c>: runs in the browser, for this machine alone.</summary>
public sealed class HistoryServerTests : IAsyncLifetime
{
    private const string First = "20260101-000000-aaaaaa";
    private const string Second = "20260102-000000-bbbbbb";

    private readonly string _folder = Directory.CreateTempSubdirectory("drawbridge-serve-").FullName;
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        await RunFolder.WriteAsync(RunOf(First, Verdict.Failed), Path.Combine(_folder, First), CancellationToken.None);
        await RunFolder.WriteAsync(RunOf(Second, Verdict.Passed), Path.Combine(_folder, Second), CancellationToken.None);
        _app = new HistoryServer(new Terminal(TextWriter.Null, TextWriter.Null), _folder).Build(port: 0);
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Runs_stand_in_a_list_the_newest_first()
    {
        var page = await GetAsync("/");

        page.IndexOf($"/runs/{Second}/", StringComparison.Ordinal).ShouldBeInRange(1, page.IndexOf($"/runs/{First}/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_has_its_report_and_its_files()
    {
        (await GetAsync($"/runs/{First}/")).ShouldContain("does not conform yet");
        (await GetAsync($"/runs/{First}/junit.xml")).ShouldContain("<testsuites");
    }

    [Fact]
    public async Task Two_runs_are_compared() => (await GetAsync($"/compare?before={First}&after={Second}")).ShouldContain("Fixed");

    [Theory]
    [InlineData("/runs/20260103-000000-cccccc/")]
    [InlineData($"/runs/{First}/other.txt")]
    [InlineData($"/runs/{First}/..%2F{Second}%2Frun.json")]
    [InlineData($"/runs/{First}/pictures/..%2F..%2F{Second}%2Fjunit.xml")]
    [InlineData($"/runs/..%2F{First}/run.json")]
    public async Task Nothing_else_is_served(string path)
    {
        using var response = await _http.GetAsync(path, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Another_name_for_this_machine_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "rebound.example.com" } };
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<string> GetAsync(string path) => await _http.GetStringAsync(path, TestContext.Current.CancellationToken);

    private static RunRecord RunOf(string id, Verdict verdict) => RunRecorder.Record(id, [new RunResult
    {
        Side = Side.Broker,
        Target = "Example Markets",
        Url = "https://crm.example.com",
        Version = "0.1.0",
        StartedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Duration = TimeSpan.FromSeconds(1),
        Cases =
        [
            new CaseResult
            {
                Case = new() { Id = "api/6.1.1/valid-password", Title = "It is so", Requirement = Requirement.Must("CONF-6.1.1-1"), Remedy = "Mend it.", RunAsync = static (_, _) => Task.CompletedTask },
                Verdict = verdict,
            },
        ],
    }]);
}
