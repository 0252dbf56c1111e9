using System.Diagnostics;
using System.Globalization;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Reports.Bundles;
using Drawbridge.IntegrationTests.Conformance.Harness;

namespace Drawbridge.IntegrationTests.Conformance.Evidence;

/// <summary><c>drawbridge conform run</c> against our broker: reports when all is well (CONF-0-6), and findings instead of failures when the plan or the surroundings are wrong.</summary>
public sealed class RunCommandTests(StrictBroker host) : IClassFixture<StrictBroker>, IDisposable
{

    private readonly string _folder = Directory.CreateTempSubdirectory("drawbridge-conform-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_run_leaves_reports_that_are_signed_and_hold_no_secret()
    {
        var plan = await host.PlanAsync();

        var (code, output, _) = await RunAsync(await WriteAsync(), "api/6.1.1");

        code.ShouldBe(ExitCode.Done, output);
        output.TrimEnd().Split('\n')[^1].ShouldMatch(@"^[1-9]\d* passed, 0 failed, \d+ skipped$");
        var run = Directory.GetDirectories(Path.Combine(_folder, "runs")).ShouldHaveSingleItem();
        Directory.GetFiles(run).Select(Path.GetFileName).ShouldBe(["evidence.zip", "exchanges.har", "junit.xml", "report.html", "run.json", "summary.md"], ignoreOrder: true);
        BundleCheck.Of(Path.Combine(run, Bundle.FileName)).Faults.ShouldBeEmpty();
        foreach (var file in Directory.GetFiles(run).Where(file => !file.EndsWith(".zip", StringComparison.Ordinal)))
        {
            (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldNotContain(plan.Broker!.CrmPassword);
        }
    }

    [Fact]
    public Task A_wrong_password_is_a_finding() => IsFindingAsync(WriteAsync(password: "another-password"), "crmPassword");

    [Fact]
    public Task A_wrong_name_is_a_finding() => IsFindingAsync(WriteAsync(broker => broker with { Names = broker.Names with { BrokerName = "nobody" } }), "brokerName");

    [Fact]
    public Task A_dead_target_is_a_finding() => IsFindingAsync(WriteAsync(broker => broker with { Url = new Uri("https://127.0.0.1:1") }), "nothing listens at 127.0.0.1:1");

    [Fact]
    public Task A_name_that_nobody_knows_is_a_finding() => IsFindingAsync(WriteAsync(broker => broker with { Url = new Uri("https://crm.invalid") }), "crm.invalid");

    [Fact]
    public Task A_certificate_that_is_not_trusted_is_a_finding() => IsFindingAsync(WriteAsync(broker => broker with { AuthorityFile = null }), "is not trusted here");

    [Fact]
    public Task A_screen_that_is_not_there_is_a_finding() => IsFindingAsync(WriteAsync(more: "screens: { logIn: /nowhere }"), "screens:logIn");

    [Fact]
    public async Task A_missing_browser_is_a_finding()
    {
        var screen = Catalogue.Broker.First(one => one.Kind == CaseKind.Browser).Id;
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "drawbridge.exe" : "drawbridge"),
            ["conform", "run", "--plan", await WriteAsync(), "--output", Path.Combine(_folder, "runs"), screen])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment[BrowserFinder.Variable] = "/none/chromium";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(ExitCode.Wrong, await error);
        output.ShouldContain("/none/chromium");
        output.ShouldContain(BrowserFinder.Variable);
    }

    private async Task IsFindingAsync(Task<string> plan, string told)
    {
        var (code, output, error) = await RunAsync(await plan, "api/6.1.1");

        code.ShouldBe(ExitCode.Wrong, output + error);
        output.ShouldContain(told);
        output.ShouldContain("→");
        (output + error).ShouldNotContain("   at ");
        Directory.Exists(Path.Combine(_folder, "runs")).ShouldBeFalse();
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string plan, string pattern)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await DrawbridgeCommand.RunAsync(
            ["conform", "run", "--plan", plan, "--output", Path.Combine(_folder, "runs"), pattern], new Terminal(output, error), TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private async Task<string> WriteAsync(Func<BrokerTarget, BrokerTarget>? change = null, string? password = null, string more = "")
    {
        var broker = (await host.PlanAsync()).Broker!;
        var secret = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(secret, password ?? broker.CrmPassword, TestContext.Current.CancellationToken);
        broker = change?.Invoke(broker) ?? broker;
        var file = Path.Combine(_folder, "plan.yaml");
        await File.WriteAllTextAsync(
            file,
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                name: our broker
                broker:
                  url: {{broker.Url.AbsoluteUri}}
                  brokerName: {{broker.Names.BrokerName}}
                  brokerCrmName: {{broker.Names.BrokerCrmName}}
                  crmPassword: ${file:{{secret}}}
                  successUrl: {{broker.SuccessUrl}}
                  offers: [sso, requiredIdentification]
                {{(broker.AuthorityFile is null ? "" : $"  authorityFile: {broker.AuthorityFile}")}}
                {{more}}
                """),
            TestContext.Current.CancellationToken);
        return file;
    }
}
