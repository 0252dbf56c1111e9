namespace Drawbridge.IntegrationTests.Cli;

/// <summary>How <c>drawbridge up</c> begins and ends.</summary>
public sealed class UpLifetimeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("drawbridge-up-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_stops_within_five_seconds_when_asked_to_and_the_next_start_finds_everything_as_it_was()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM");
        Dictionary<string, string> first;
        await using (var up = await UpProcess.StartReadyAsync(_folder))
        {
            first = up.ReadEnvironment();
            var (exitCode, took) = await up.TerminateAsync();
            exitCode.ShouldBe(0);
            took.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        }

        await using var again = await UpProcess.StartReadyAsync(_folder);
        var second = again.ReadEnvironment();

        UpEnvironmentKeys.All.Except(["BROKER_URL", "PLATFORM_URL"]).Where(key => first[key] != second[key]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("secrets.json")]
    [InlineData("broker.db")]
    [InlineData("platform.db")]
    public async Task A_first_start_that_was_cut_short_is_completed_by_the_next(string file)
    {
        await using (var up = UpProcess.Start(_folder))
        {
            await FileAppearance.OfAsync(_folder, file);
            await up.KillAsync();
        }

        await using var again = await UpProcess.StartReadyAsync(_folder);

        again.ReadEnvironment().Keys.ShouldBe(UpEnvironmentKeys.All, ignoreOrder: true);
        (await UpHttp.GetAsync(again.ReadEnvironment(), "BROKER_URL", "/health/ready")).ShouldStartWith("ready");
    }

    [Fact]
    public async Task Lost_secrets_are_not_replaced_by_others_that_open_nothing()
    {
        await using (var up = UpProcess.Start(_folder))
        {
            await FileAppearance.OfAsync(_folder, "broker.db");
            await up.KillAsync();
        }

        File.Delete(Path.Combine(_folder, "secrets.json"));
        await using var again = UpProcess.Start(_folder);

        var (exitCode, error) = await again.WaitAsync();

        exitCode.ShouldBe(2);
        error.ShouldContain("secrets.json is gone");
    }
}
