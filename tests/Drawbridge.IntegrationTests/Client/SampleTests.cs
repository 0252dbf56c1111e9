using System.Diagnostics;
using Drawbridge.IntegrationTests.Cli;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>The sample of the client, as its README says to run it.</summary>
public sealed class SampleTests(RunningUp running) : IClassFixture<RunningUp>
{
    [Fact]
    public async Task The_tour_goes_to_its_end()
    {
        var (exitCode, output, error) = await RunAsync(running.Process.Data);

        exitCode.ShouldBe(0, error);
        output.ShouldContain("That was the tour."); // the log may come after it
        output.ShouldContain("The balance is 123.45 EUR");
        var environment = running.Process.ReadEnvironment();
        UpEnvironmentKeys.Secrets.Where(key => $"{output}{error}".Contains(environment[key], StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_running_up_it_says_what_to_do()
    {
        var (exitCode, _, error) = await RunAsync(Path.Combine(running.Process.Data, "nothing"));

        exitCode.ShouldBe(2);
        error.ShouldContain("start './drawbridge up'");
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string folder)
    {
        // …/tests/Drawbridge.IntegrationTests/bin/CONFIGURATION/net10.0/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var program = Path.Combine(
            root, "samples", "PlatformClientSample", "bin", here.Parent.Name, here.Name, OperatingSystem.IsWindows() ? "PlatformClientSample.exe" : "PlatformClientSample");
        using var process = Process.Start(new ProcessStartInfo(program, [folder]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, (await output).Trim(), await error);
    }
}
