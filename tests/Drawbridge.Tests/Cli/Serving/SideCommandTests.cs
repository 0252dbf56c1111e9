using Drawbridge.Cli.CommandLine;
using Drawbridge.Tests.Architecture;
using Drawbridge.Tests.Cli.CommandLine;

namespace Drawbridge.Tests.Cli.Serving;

/// <summary>What is wrong with a configuration is told at once, with keys and without values, before anything begins.</summary>
public sealed class SideCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_empty_configuration_of_the_broker_is_told_everything_it_lacks()
    {
        var run = await RunAsync("broker", """{ "Drawbridge": {} }""");

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        foreach (var key in new[] { "Drawbridge:Server:Urls", "Drawbridge:Keys:Directory", "Drawbridge:Database", "Drawbridge:Crms" })
        {
            run.Error.ShouldContain($"  - {key}: must");
        }
    }

    [Fact]
    public async Task Every_kind_of_fault_of_the_platform_is_told_at_once()
    {
        var run = await RunAsync(
            "platform",
            """
            { "Drawbridge": {
                "Server": { "Urls": ["http://0.0.0.0:80", "https:///x"], "TrustedProxies": ["here"], "Certificate": { "File": "no.pem" } },
                "Keys": { "Directory": "keys" },
                "Platform": { "Database": "oracle:hush", "WritesPerHour": -1, "Managers": [{ "Login": 0 }] } } }
            """);

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        foreach (var key in new[]
        {
            "Server:Urls:1", "Server:TrustedProxies:0", "Server:Certificate:File", "Server:Certificate:KeyFile", "Platform:Database",
            "Platform:WritesPerHour", "Platform:Managers:0:Login", "Platform:Managers:0",
        })
        {
            run.Error.ShouldContain($"  - Drawbridge:{key}: ");
        }

        run.Error.ShouldNotContain("hush");
        Directory.Exists(_folder["keys"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Plain_http_is_for_a_known_proxy_only()
    {
        var run = await RunAsync("platform", """{ "Drawbridge": { "Server": { "Urls": ["http://0.0.0.0:80"] } } }""");

        run.Error.ShouldContain("Drawbridge:Server:Urls:0: must be https; http is for a proxy that ends TLS");
    }

    [Fact]
    public async Task A_file_that_is_no_JSON_is_told_with_the_place()
    {
        var run = await RunAsync("broker", "{ \"Drawbridge\": {\n \"Database\": hush } }");

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        run.Error.ShouldContain("is not JSON: line 2");
        run.Error.ShouldNotContain("hush");
    }

    [Theory]
    [InlineData("broker")]
    [InlineData("platform")]
    public async Task A_file_that_is_not_there_is_wrong_usage(string side)
    {
        var run = await CommandRun.OfAsync(side, "--config", _folder["none.json"]);

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        run.Error.ShouldContain("does not exist");
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_a_fault()
    {
        File.WriteAllText(_folder["no.pfx"], "no certificate");
        var run = await RunAsync(
            "platform",
            $$"""
            { "Drawbridge": {
                "Server": { "Urls": ["https://127.0.0.1:0"], "Certificate": { "File": "{{_folder["no.pfx"]}}" } },
                "Keys": { "Directory": "keys" },
                "Platform": { "Database": "sqlite:x.db" } } }
            """);

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        run.Error.ShouldContain("Drawbridge:Server:Certificate:File: must be a certificate whose key fits");
    }

    [Theory]
    [InlineData("broker", "Drawbridge__Crms__0__Password", "Drawbridge__Crms__0__Brokers__0__ManagerPassword")]
    [InlineData("platform", "Drawbridge__Platform__Crms__0__Password", "Drawbridge__Platform__Managers__0__Password")]
    public async Task The_samples_lack_nothing_but_secrets_and_certificates(string side, params string[] secrets)
    {
        foreach (var secret in secrets)
        {
            File.WriteAllText(_folder[secret], "0123456789abcdef");
        }

        var sample = Path.Combine(Repository.Root, "samples", $"{side}.json");
        var run = await CommandRun.OfAsync(side, "--config", sample, "--secrets", _folder.Path);

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        run.Error.Split('\n').Where(line => line.StartsWith("  - ", StringComparison.Ordinal)).ShouldAllBe(line => line.Contains(":Certificate:"));
    }

    private Task<CommandRun> RunAsync(string side, string configuration)
    {
        File.WriteAllText(_folder["side.json"], configuration);
        return CommandRun.OfAsync(side, "--config", _folder["side.json"]);
    }
}
