using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Conform.Running;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Reports.Files;
using Drawbridge.Conformance.Running;
using Drawbridge.Tests.Cli.CommandLine;
using Drawbridge.Tests.Conformance.Reports;

namespace Drawbridge.Tests.Cli.Conform;

/// <summary>The commands of the conformance runner, as far as they need no target.</summary>
public sealed class ConformCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_prints_one_case_a_line_its_identifier_first()
    {
        var run = await CommandRun.OfAsync("conform", "list");

        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])
            .ShouldBe([.. Catalogue.Broker.Select(one => one.Id), .. Catalogue.Platform.Select(one => one.Id)]);
    }

    [Fact]
    public async Task List_takes_a_side_and_patterns()
    {
        var run = await CommandRun.OfAsync("conform", "list", "--side", "broker", "api/6.1.1");

        run.Output.ShouldContain("api/6.1.1/valid-password ");
        run.Output.ShouldNotContain("platform/");
    }

    [Fact]
    public async Task A_case_that_is_not_there_is_wrong_usage_with_a_suggestion()
    {
        var run = await CommandRun.OfAsync("conform", "list", "api/6.1.1/valid-pasword");

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        run.Error.ShouldContain("Did you mean 'api/6.1.1/valid-password'?");
    }

    [Theory]
    [InlineData("conform", "run")]
    [InlineData("conform", "run", "--plan", "none.yaml", "--self")]
    [InlineData("conform", "run", "--plan", "/none/plan.yaml")]
    [InlineData("conform", "run", "--rerun", "last", "--output", "/none")]
    [InlineData("conform", "doctor")]
    [InlineData("conform", "verify", "/none/evidence.zip")]
    [InlineData("conform", "compare", "a", "b", "--output", "/none")]
    [InlineData("conform", "badge", "--output", "/none")]
    [InlineData("conform", "init", "/none/plan.yaml")]
    [InlineData("conform", "serve", "--port", "99999")]
    public async Task Wrong_usage_says_what_to_do(params string[] args)
    {
        var run = await CommandRun.OfAsync(args);

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        run.Error.Length.ShouldBeGreaterThan(20);
        run.Error.ShouldNotContain(" at Drawbridge.");
    }

    [Theory]
    [InlineData(Verdict.Passed, ExitCode.Done)]
    [InlineData(Verdict.Warning, ExitCode.Done)]
    [InlineData(Verdict.NeedsPerson, ExitCode.Done)]
    [InlineData(Verdict.ExpectedFailure, ExitCode.Done)]
    [InlineData(Verdict.Failed, ExitCode.Failed)]
    [InlineData(Verdict.UnexpectedPass, ExitCode.Failed)]
    [InlineData(Verdict.Misconfigured, ExitCode.Wrong)]
    [InlineData(Verdict.Skipped, ExitCode.Failed)]
    public void The_exit_code_follows_from_the_verdicts(Verdict verdict, int code) =>
        RunSummary.ExitCodeOf(ExampleRun.Record(ExampleRun.Case("api/a", "It is so", Requirement.Must("CONF-6.1.1-1"), verdict))).ShouldBe(code);

    [Fact]
    public void What_ended_early_is_no_success() =>
        RunSummary.ExitCodeOf(ExampleRun.Record(ExampleRun.Case("api/a", "It is so", Requirement.Must("CONF-6.1.1-1"), Verdict.Passed)) with { Interrupted = true }).ShouldBe(ExitCode.Failed);

    [Fact]
    public async Task Two_runs_are_compared()
    {
        await RunFolder.WriteAsync(ExampleRun.Record() with { Id = "20260101-000000-aaaaaa" }, _folder["a"], TestContext.Current.CancellationToken);
        await RunFolder.WriteAsync(ExampleRun.Record([.. ExampleRun.All.Skip(1)]) with { Id = "20260102-000000-bbbbbb" }, _folder["b"], TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync("conform", "compare", "20260101", "--output", _folder.Path);

        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("still failing (3)");
        run.Output.ShouldContain("not there any more (1)");
        run.Output.ShouldContain("Nothing got worse.");
    }

    [Fact]
    public async Task The_reports_of_a_run_can_be_made_again()
    {
        await RunFolder.WriteAsync(ExampleRun.Record(), _folder["a"], TestContext.Current.CancellationToken);
        var report = await File.ReadAllTextAsync(Path.Combine(_folder["a"], "report.html"), TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(_folder["a"], "report.html"));

        var run = await CommandRun.OfAsync("conform", "report", "--output", _folder.Path);

        run.ExitCode.ShouldBe(ExitCode.Done);
        (await File.ReadAllTextAsync(Path.Combine(_folder["a"], "report.html"), TestContext.Current.CancellationToken)).ShouldBe(report);
    }

    [Fact]
    public async Task A_picture_outside_the_run_is_never_read()
    {
        await File.WriteAllTextAsync(_folder["secret.png"], "hush", TestContext.Current.CancellationToken);
        var run = ExampleRun.Record();
        run = run with { Cases = [.. run.Cases.Select(one => one with { Steps = [.. one.Steps.Select(step => step with { Picture = "pictures/../../secret.png", Png = default })] })] };

        RunFolder.WithPictures(run, _folder["a"]).Cases.SelectMany(one => one.Steps).ShouldAllBe(step => step.Png.IsEmpty);
    }

    [Fact]
    public async Task A_badge_says_how_many_failed()
    {
        await RunFolder.WriteAsync(ExampleRun.Record(), _folder["a"], TestContext.Current.CancellationToken);

        (await CommandRun.OfAsync("conform", "badge", "--output", _folder.Path)).Output.ShouldContain("conformance: 3 of 8 failed");
        (await CommandRun.OfAsync("conform", "badge", "--json", "--output", _folder.Path)).Output.Trim().ShouldBe("""{"schemaVersion":1,"label":"conformance","message":"3 of 8 failed","color":"red"}""");
    }
}
