using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.IntegrationTests.Cli;

public sealed class UpTests : IDisposable
{
    private static readonly string[] Keys =
    [
        "BROKER_URL", "PLATFORM_URL", "CA_CERT", "CRM_PASSWORD", "BROKER_CRM_NAME", "BROKER_NAME", "WHITE_LABEL_NAME", "MANAGER_LOGIN",
        "MANAGER_PASSWORD", "MANAGEMENT_API_KEY", "CONSOLE_EMAIL", "CONSOLE_PASSWORD", "DEMO_EMAIL", "DEMO_PASSWORD",
    ];

    private static readonly string[] Secrets = ["CRM_PASSWORD", "MANAGER_PASSWORD", "MANAGEMENT_API_KEY", "CONSOLE_PASSWORD", "DEMO_PASSWORD"];

    private readonly string _folder = Directory.CreateTempSubdirectory("drawbridge-up-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_serves_both_sides_and_says_in_its_file_where_and_with_what()
    {
        await using var up = await UpProcess.StartReadyAsync(_folder);

        var environment = up.ReadEnvironment();
        environment.Keys.ShouldBe(Keys, ignoreOrder: true);
        environment.Values.ShouldNotContain(string.Empty);
        foreach (var side in new[] { "BROKER_URL", "PLATFORM_URL" })
        {
            (await GetAsync(environment, side, "/health/live")).ShouldStartWith("live");
            (await GetAsync(environment, side, "/health/ready")).ShouldStartWith("ready");
        }
    }

    [Fact]
    public async Task No_secret_is_printed_or_logged()
    {
        await using var up = await UpProcess.StartReadyAsync(_folder);
        var environment = up.ReadEnvironment();
        await up.KillAsync();

        var said = string.Join('\n', up.Output) + await File.ReadAllTextAsync(Path.Combine(_folder, "drawbridge.log"), TestContext.Current.CancellationToken);

        Secrets.Where(key => said.Contains(environment[key], StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_next_start_finds_everything_as_it_was()
    {
        Dictionary<string, string> first;
        await using (var up = await UpProcess.StartReadyAsync(_folder))
        {
            first = up.ReadEnvironment();
        }

        await using var again = await UpProcess.StartReadyAsync(_folder);
        var second = again.ReadEnvironment();

        Keys.Except(["BROKER_URL", "PLATFORM_URL"]).Where(key => first[key] != second[key]).ShouldBeEmpty();
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

        again.ReadEnvironment().Keys.ShouldBe(Keys, ignoreOrder: true);
        (await GetAsync(again.ReadEnvironment(), "BROKER_URL", "/health/ready")).ShouldStartWith("ready");
    }

    [Fact]
    public async Task It_stops_within_five_seconds_when_asked_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM");
        await using var up = await UpProcess.StartReadyAsync(_folder);

        var (exitCode, took) = await up.TerminateAsync();

        exitCode.ShouldBe(0);
        took.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_folder_in_use_is_wrong_usage()
    {
        await using var up = await UpProcess.StartReadyAsync(_folder);
        await using var other = UpProcess.Start(_folder);

        var (exitCode, error) = await other.WaitAsync();

        exitCode.ShouldBe(2);
        error.ShouldContain($"another 'drawbridge up' (process {up.Id}) uses {_folder}");
    }

    [Fact]
    public async Task A_port_in_use_is_wrong_usage()
    {
        await using var up = await UpProcess.StartReadyAsync(_folder);
        var port = new Uri(up.ReadEnvironment()["BROKER_URL"]).Port;
        await using var other = UpProcess.Start(Path.Combine(_folder, "other"), platformPort: $"{port}");

        var (exitCode, error) = await other.WaitAsync();

        exitCode.ShouldBe(2);
        error.ShouldContain($"port {port} is in use");
        error.ShouldContain("--platform-port PORT");
    }

    private static async Task<string> GetAsync(Dictionary<string, string> environment, string side, string path)
    {
        using var authority = X509CertificateLoader.LoadCertificateFromFile(environment["CA_CERT"]);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { authority },
        };
        using var http = new HttpClient(handler);
        return await http.GetStringAsync($"{environment[side]}{path}", TestContext.Current.CancellationToken);
    }
}
