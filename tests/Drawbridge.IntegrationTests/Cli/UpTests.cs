namespace Drawbridge.IntegrationTests.Cli;

/// <summary><c>drawbridge up</c> while it runs.</summary>
public sealed class UpTests(RunningUp running) : IClassFixture<RunningUp>
{
    private readonly UpProcess _up = running.Process;

    [Fact]
    public async Task It_serves_both_sides_and_says_in_its_file_where_and_with_what()
    {
        var environment = _up.ReadEnvironment();

        environment.Keys.ShouldBe(UpEnvironmentKeys.All, ignoreOrder: true);
        environment.Values.ShouldNotContain(string.Empty);
        foreach (var side in new[] { "BROKER_URL", "PLATFORM_URL" })
        {
            (await UpHttp.GetAsync(environment, side, "/health/live")).ShouldStartWith("live");
            (await UpHttp.GetAsync(environment, side, "/health/ready")).ShouldStartWith("ready");
        }
    }

    [Fact]
    public async Task The_trader_it_names_logs_in_to_the_simulated_app_and_has_one_account()
    {
        var environment = _up.ReadEnvironment();

        using var session = await UpHttp.LogInAsync(environment);

        var account = session.RootElement.GetProperty("accounts").EnumerateArray().ShouldHaveSingleItem();
        account.GetProperty("brokerName").GetString().ShouldBe(environment["BROKER_NAME"]);
        account.GetProperty("environmentName").GetString().ShouldBe("live");
    }

    [Fact]
    public async Task No_secret_is_printed_or_logged()
    {
        var environment = _up.ReadEnvironment();
        using var log = new StreamReader(new FileStream(Path.Combine(_up.Data, "drawbridge.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));

        var said = string.Join('\n', _up.Output) + await log.ReadToEndAsync(TestContext.Current.CancellationToken);

        UpEnvironmentKeys.Secrets.Where(key => said.Contains(environment[key], StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Everything_it_keeps_is_for_its_owner_only()
    {
        string[] open = [Path.Combine(_up.Data, "certs", "ca.crt"), Path.Combine(_up.Data, "certs", "server.crt")];

        Directory.EnumerateFileSystemEntries(_up.Data, "*", SearchOption.AllDirectories).Append(_up.Data).Where(IsForOthers).Except(open, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_in_use_is_wrong_usage()
    {
        await using var other = UpProcess.Start(_up.Data);

        var (exitCode, error) = await other.WaitAsync();

        exitCode.ShouldBe(2);
        error.ShouldContain($"another 'drawbridge up' (process {_up.Id}) uses {_up.Data}");
    }

    [Fact]
    public async Task A_port_in_use_is_wrong_usage()
    {
        var port = new Uri(_up.ReadEnvironment()["BROKER_URL"]).Port;
        await using var other = UpProcess.Start(Path.Combine(_up.Data, "other"), platformPort: $"{port}");

        var (exitCode, error) = await other.WaitAsync();

        exitCode.ShouldBe(2);
        error.ShouldContain($"port {port} is in use");
        error.ShouldContain("--platform-port PORT");
    }

    private static bool IsForOthers(string path) =>
        !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != UnixFileMode.None;
}
