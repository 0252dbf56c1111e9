using System.Text.Json;
using System.Xml.Linq;
using Drawbridge.Conformance.Reports.Files;
using Drawbridge.Conformance.Reports.Html;
using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Tests.Cli;

namespace Drawbridge.Tests.Conformance.Reports;

/// <summary>The reports of a run (CONF-0-6). <c>UPDATE_GOLDEN=1</c> rewrites the files.</summary>
public sealed class ReportFileTests
{
    [Theory]
    [InlineData(RunFolder.JUnit)]
    [InlineData(RunFolder.Markdown)]
    [InlineData(RunJson.FileName)]
    public async Task A_report_is_what_it_was(string file)
    {
        using var folder = new TemporaryFolder();
        await RunFolder.WriteAsync(ExampleRun.Record(), folder.Path, TestContext.Current.CancellationToken);
        var report = await File.ReadAllTextAsync(folder[file], TestContext.Current.CancellationToken);
        var golden = Path.Combine(Architecture.Repository.Root, "tests", "Drawbridge.Tests", "Conformance", "Reports", "Golden", $"{file}.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
            await File.WriteAllTextAsync(golden, report, TestContext.Current.CancellationToken);
        }

        report.ShouldBe(await File.ReadAllTextAsync(golden, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_run_is_read_back_as_it_was_written()
    {
        using var folder = new TemporaryFolder();
        var run = ExampleRun.Record();
        await RunFolder.WriteAsync(run, folder.Path, TestContext.Current.CancellationToken);

        var (read, fault) = RunJson.Read(folder[RunJson.FileName]);

        fault.ShouldBeNull();
        RunJson.Write(read!).ShouldBe(RunJson.Write(run));
        read!.Outcome.ShouldBe(RunOutcome.Failed);
    }

    [Theory]
    [InlineData("", "damaged")]
    [InlineData("[]", "damaged")]
    [InlineData("""{"format":"other","id":"a","version":"1","startedAt":"2026-01-31T12:00:00Z","durationSeconds":1,"targets":[],"totals":{},"cases":[]}""", "is not the run")]
    [InlineData("""{"format":"drawbridge-conformance-run","formatVersion":2,"id":"a","version":"1","startedAt":"2026-01-31T12:00:00Z","durationSeconds":1,"targets":[],"totals":{},"cases":[]}""", "newer program")]
    public async Task What_is_no_run_is_told_apart(string text, string told)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["run.json"], text, TestContext.Current.CancellationToken);

        var (run, fault) = RunJson.Read(folder["run.json"]);

        run.ShouldBeNull();
        fault!.ShouldContain(told);
    }

    [Fact]
    public async Task The_HTTP_archive_holds_every_exchange_under_its_case()
    {
        using var folder = new TemporaryFolder();
        var run = ExampleRun.Record();
        await RunFolder.WriteAsync(run, folder.Path, TestContext.Current.CancellationToken);

        using var har = JsonDocument.Parse(await File.ReadAllTextAsync(folder[RunFolder.Har], TestContext.Current.CancellationToken));
        var log = har.RootElement.GetProperty("log");

        log.GetProperty("version").GetString().ShouldBe("1.2");
        log.GetProperty("entries").GetArrayLength().ShouldBe(run.Cases.Sum(one => one.Steps.Count(step => step.Exchange is not null)));
        log.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("pageref").GetString()).ShouldBeSubsetOf(log.GetProperty("pages").EnumerateArray().Select(page => page.GetProperty("id").GetString()));
        log.GetProperty("entries")[0].GetProperty("request").GetProperty("queryString").EnumerateArray().Select(pair => pair.GetProperty("name").GetString()).ShouldBe(["brokerName", "crmApiToken"]);
    }

    [Fact]
    public async Task JUnit_counts_what_fails_the_run_as_failures_and_what_could_not_be_looked_at_as_errors()
    {
        using var folder = new TemporaryFolder();
        await RunFolder.WriteAsync(ExampleRun.Record(), folder.Path, TestContext.Current.CancellationToken);

        var suites = XDocument.Load(folder[RunFolder.JUnit]).Root!;

        (suites.Attribute("tests")!.Value, suites.Attribute("failures")!.Value, suites.Attribute("errors")!.Value, suites.Attribute("skipped")!.Value).ShouldBe(("10", "3", "1", "2"));
        suites.Descendants("failure").Count().ShouldBe(3);
    }

    [Fact]
    public async Task Pictures_lie_beside_the_report()
    {
        using var folder = new TemporaryFolder();
        var run = ExampleRun.Record();
        await RunFolder.WriteAsync(run, folder.Path, TestContext.Current.CancellationToken);

        foreach (var picture in run.Cases.SelectMany(one => one.Steps).Select(step => step.Picture).OfType<string>())
        {
            File.Exists(folder[picture]).ShouldBeTrue();
        }

        File.Exists(folder[HtmlReport.FileName]).ShouldBeTrue();
    }
}
