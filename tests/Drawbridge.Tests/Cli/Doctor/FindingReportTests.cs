using System.Text.Json.Nodes;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Doctor;
using Drawbridge.Tests.Cli.CommandLine;

namespace Drawbridge.Tests.Cli.Doctor;

/// <summary>How findings are printed, and what the command says when it cannot begin.</summary>
public sealed class FindingReportTests : IDisposable
{
    private static readonly Finding[] Findings =
    [
        Finding.Ok("platform a", "name", "a is [::1]", "B2P-0-5"),
        Finding.Warning("platform a", "certificate", "expires in 12 days", "Have it renewed now.", "B2P-0-2"),
        Finding.Fault("broker b", "time", "no end after 30 s", "Look at firewalls."),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void People_read_a_list() => Print(asJson: false).ShouldBe(
        """
        platform a
          ok      name               a is [::1] [B2P-0-5]
          warning certificate        expires in 12 days [B2P-0-2]
                                     → Have it renewed now.

        broker b
          fault   time               no end after 30 s
                                     → Look at firewalls.

        1 fault, 1 warning, 1 ok

        """);

    [Fact]
    public void Programs_read_json()
    {
        var json = JsonNode.Parse(Print(asJson: true))!;

        ((int)json["faults"]!, (int)json["warnings"]!, json["findings"]!.AsArray().Count).ShouldBe((1, 1, 3));
        json["findings"]![1]!.ToJsonString().ShouldBe(
            """{"subject":"platform a","check":"certificate","verdict":"warning","message":"expires in 12 days","remedy":"Have it renewed now.","requirements":["B2P-0-2"]}""");
    }

    [Fact]
    public async Task A_folder_without_a_running_up_is_wrong_usage()
    {
        var run = await CommandRun.OfAsync("doctor", "--data", _folder.Path);

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        run.Error.ShouldContain("Start 'drawbridge up' first, or name the broker's configuration");
    }

    [Fact]
    public async Task Two_deployments_at_once_are_wrong_usage()
    {
        var run = await CommandRun.OfAsync("doctor", "--data", _folder.Path, "--config", _folder["x.json"]);

        (run.ExitCode, run.Error.Contains("Name one of them", StringComparison.Ordinal)).ShouldBe((ExitCode.Wrong, true));
    }

    [Fact] // B2P-0-2, P2B-0-4
    public async Task Every_fault_of_the_configuration_is_told_before_anything_is_called()
    {
        await File.WriteAllTextAsync(
            _folder["broker.json"],
            """
            { "Drawbridge": {
                "PlatformClient": { "Timeout": "00:00:00" },
                "Connectivity": { "PublicUrl": "http://crm.example.com", "Option": "CrossConnect" },
                "Crms": [{ "Name": "a_crm", "Password": "hush, a password of a CRM", "Brokers": [{ "Name": "a_main", "ManagerPassword": "hush", "Settings": {
                    "DisplayName": "A", "LegalEntity": "A", "Jurisdiction": "A", "SuccessUrls": [{ "Url": "http://crm.example.com/sso/callback" }],
                    "Platform": { "BaseUrl": "http://platform.example.com", "ManagerLogin": 1, "SecondBaseUrl": "http://platform.example.com" } } }] }] } }
            """,
            TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync("doctor", "--config", _folder["broker.json"]);

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        foreach (var key in new[] { "PlatformClient:Timeout", "Connectivity:PublicUrl", "SuccessUrls", "Platform:BaseUrl", "Platform:SecondBaseUrl" })
        {
            run.Error.ShouldContain(key);
        }

        run.Error.ShouldNotContain("hush");
    }

    private static string Print(bool asJson)
    {
        using var output = new StringWriter();
        new FindingReport(new Terminal(output, TextWriter.Null)).Write(Findings, asJson);
        return output.ToString();
    }
}
