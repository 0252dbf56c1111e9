using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Cli.CommandLine;
using Drawbridge.IntegrationTests.Client.Failover;

namespace Drawbridge.IntegrationTests.Cli.Doctor;

/// <summary><c>drawbridge doctor</c> against a running <c>drawbridge up</c>: well, and with one thing broken at a time.</summary>
public sealed class DoctorTests(RunningUp running) : IClassFixture<RunningUp>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawbridge-doctor-");

    private Dictionary<string, string> Environment => running.Process.ReadEnvironment();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_running_up_is_well_in_every_respect()
    {
        var (exitCode, findings, output) = await RunAsync("doctor", "--data", running.Process.Data, "--json");

        findings.Where(static finding => finding.Verdict != "ok").ShouldBeEmpty();
        exitCode.ShouldBe(ExitCode.Done);
        findings.Select(static finding => finding.Check).Distinct().ShouldBe(
            [
                "name", "certificate", "https only", "answer", "round trip", "clock", "manager login", "rights", "trader group", "currencies",
                "brokerCrmName", "brokerName", "success URL", "CRM password", "login screen", "token handoff",
            ],
            ignoreOrder: true);
        UpEnvironmentKeys.Secrets.Where(key => output.Contains(Environment[key], StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact] // MOD-41
    public async Task So_is_the_same_deployment_by_its_configuration_with_a_plan()
    {
        await using var cable = Cable.To(new Uri(Environment["PLATFORM_URL"]));
        var configuration = Configuration();
        Broker(configuration)["Settings"]!["Platform"]!["SecondBaseUrl"] = cable.Address.AbsoluteUri;

        var (exitCode, findings, _) = await ExamineAsync(configuration);

        findings.Where(static finding => finding.Verdict != "ok").ShouldBeEmpty();
        exitCode.ShouldBe(ExitCode.Done);
        findings.ShouldContain(static finding => finding.Check == "redundancy" && finding.Subject == "connectivity plan");
    }

    public static TheoryData<string, string, string, string, string> Broken => new()
    {
        // What is broken, and: check, verdict, a part of the message, a requirement.
        { "manager password", "manager login", "fault", "does not know manager", "B2P-3.1-8" },
        { "broker name", "brokerName", "fault", "the platform does not know tradingtech_mian", "BID-5" },
        { "CRM name", "brokerCrmName", "fault", "the platform does not know TradingTech_crm", "BID-5" },
        { "environment", "environment", "fault", "has no environment paradise", "B2P-3.4-10" },
        { "group", "trader group", "fault", "'Vip' is not among", "B2P-3.3-22" },
        { "currency", "currencies", "fault", "no accounts in XAU", "B2P-3.3-22" },
        { "CRM password", "CRM password", "fault", "refuses the password", "P2B-4.1-5" },
        { "second password", "second password", "fault", "refuses the password", "P2B-4.1-5" },
        { "names at the CRM", "CRM password", "fault", "BROKER_ID_INVALID", "P2B-4.1-7" },
        { "public URL", "answer", "warning", "which the broker's side would not", "P2B-0-2" },
        { "no public URL", "address", "warning", "the way back is not checked", "P2B-0-2" },
        { "dead second endpoint", "connection", "fault", "no connection", "B2P-0-2" },
        { "unknown second endpoint", "name", "fault", "has no address", "B2P-0-5" },
        { "one endpoint", "endpoints", "warning", "there is one way", "CONN-6" },
        { "success page", "success URL", "fault", "/sso/nowhere answers 404", "SCR-51" },
        { "success page elsewhere", "success URL", "warning", "no answer", "SCR-51" },
        { "success page with a token", "success URL", "fault", "has a token of its own", "SCR-50" },
        { "success page for one application", "success URL", "warning", "none is for all applications", "SCR-51" },
        { "authority", "certificate", "fault", "an authority that is not trusted", "B2P-0-2" },
        { "20 Mbps", "speed 1", "fault", "20 Mbps is too slow", "CONN-12" },
        { "/30", "network", "fault", "10.20.30.0/30 is smaller", "CONN-12" },
        { "one cross-connect", "redundancy", "warning", "there is one cross-connect", "CONN-6" },
        { "no plan", "option", "warning", "there is no plan", "CONN-1" },
    };

    [Theory, MemberData(nameof(Broken))]
    public async Task What_is_broken_is_found(string what, string check, string verdict, string message, string requirement)
    {
        var (exitCode, findings, output) = await ExamineAsync(Break(Configuration(), what));

        var finding = findings.FirstOrDefault(finding => finding.Check == check && finding.Verdict == verdict).ShouldNotBeNull(output);
        finding.Message.ShouldContain(message);
        finding.Remedy.ShouldNotBeNullOrEmpty();
        finding.Requirements.ShouldContain(requirement);
        exitCode.ShouldBe(findings.Exists(static one => one.Verdict == "fault") ? ExitCode.Failed : ExitCode.Done);
        UpEnvironmentKeys.Secrets.Where(key => output.Contains(Environment[key], StringComparison.Ordinal)).ShouldBeEmpty();
        output.ShouldNotContain("a wrong password");
    }

    [Theory] // B2P-0-2
    [InlineData(true, "localhost", "expired on")]
    [InlineData(false, "elsewhere.example", "is for another name than localhost")]
    public async Task A_bad_certificate_is_found_and_nothing_is_sent_there(bool isExpired, string name, string message)
    {
        using var authority = new Client.TestAuthority();
        await using var other = await Client.FakePlatform.StartAsync(authority, host: name, expired: isExpired);
        var bundle = Path.Combine(_folder.FullName, "authorities.pem");
        await File.WriteAllTextAsync(bundle, await File.ReadAllTextAsync(Environment["CA_CERT"]) + await File.ReadAllTextAsync(authority.File));
        var configuration = Configuration();
        configuration["Drawbridge"]!["PlatformClient"]!["AuthorityFile"] = bundle;
        Broker(configuration)["Settings"]!["Platform"]!["SecondBaseUrl"] = other.BaseUrl.AbsoluteUri;

        var (exitCode, findings, _) = await ExamineAsync(configuration);

        var fault = findings.Where(static finding => finding.Verdict == "fault").ShouldHaveSingleItem();
        (fault.Check, exitCode).ShouldBe(("certificate", ExitCode.Failed));
        fault.Message.ShouldContain(message);
        other.Seen.ShouldBeEmpty();
        findings.ShouldContain(static finding => finding.Check == "brokerName" && finding.Verdict == "ok", "the first endpoint is not asked");
    }

    [Fact]
    public async Task The_program_itself_ends_with_one_when_something_is_wrong()
    {
        var file = await WriteAsync(Break(Configuration(), "manager password"));
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "drawbridge"), ["doctor", "--config", file])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(ExitCode.Failed);
        output.ShouldContain("  fault   manager login");
        output.ShouldContain("→ Correct Settings:Platform:ManagerLogin and ManagerPassword");
        output.ShouldContain("1 fault, ");
    }

    private async Task<(int ExitCode, List<Told> Findings, string Output)> ExamineAsync(JsonObject configuration) =>
        await RunAsync("doctor", "--config", await WriteAsync(configuration), "--json");

    private static async Task<(int ExitCode, List<Told> Findings, string Output)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await DrawbridgeCommand.RunAsync(args, new Terminal(output, error), TestContext.Current.CancellationToken);
        error.ToString().ShouldBeEmpty();
        var list = JsonNode.Parse(output.ToString())!;
        var findings = list["findings"]!.Deserialize<List<Told>>(JsonSerializerOptions.Web)!;
        ((int)list["faults"]!, (int)list["warnings"]!).ShouldBe((findings.Count(static f => f.Verdict == "fault"), findings.Count(static f => f.Verdict == "warning")));
        return (exitCode, findings, output.ToString());
    }

    private async Task<string> WriteAsync(JsonObject configuration)
    {
        var file = Path.Combine(_folder.FullName, "broker.json");
        await File.WriteAllTextAsync(file, configuration.ToJsonString());
        return file;
    }

    private static JsonNode Broker(JsonObject configuration) => configuration["Drawbridge"]!["Crms"]![0]!["Brokers"]![0]!;

    /// <summary>The running up as somebody would configure it, with a plan that is in order.</summary>
    private JsonObject Configuration() => JsonNode.Parse(JsonSerializer.Serialize(new
    {
        Drawbridge = new
        {
            PlatformClient = new { AuthorityFile = Environment["CA_CERT"], Timeout = "00:00:05" },
            Connectivity = new
            {
                PublicUrl = Environment["BROKER_URL"],
                Option = "CrossConnect",
                Region = "UK",
                Connections = new[] { new { DataCentre = "LD4", Cable = "1G", SpeedMbps = 1000 }, new { DataCentre = "LD7", Cable = "10G", SpeedMbps = 10000 } },
                AutonomousSystem = 64512,
                Network = "10.20.30.0/28",
                Routing = "BGP",
                BrokerBearsCost = true,
            },
            Crms = new[]
            {
                new
                {
                    Name = Environment["BROKER_CRM_NAME"],
                    Password = Environment["CRM_PASSWORD"],
                    Brokers = new[]
                    {
                        new
                        {
                            Name = Environment["BROKER_NAME"],
                            ManagerPassword = Environment["MANAGER_PASSWORD"],
                            Settings = new
                            {
                                DisplayName = "TradingTech",
                                LegalEntity = "TradingTech Ltd",
                                Jurisdiction = "nowhere",
                                SuccessUrls = new[] { new { Url = $"{Environment["BROKER_URL"]}/sso/callback" } },
                                Platform = new { BaseUrl = Environment["PLATFORM_URL"], ManagerLogin = long.Parse(Environment["MANAGER_LOGIN"], null) },
                            },
                        },
                    },
                },
            },
        },
    }))!.AsObject();

    private JsonObject Break(JsonObject configuration, string what)
    {
        var drawbridge = configuration["Drawbridge"]!.AsObject();
        var (plan, crm, broker) = (drawbridge["Connectivity"]!.AsObject(), drawbridge["Crms"]![0]!.AsObject(), Broker(configuration).AsObject());
        var settings = broker["Settings"]!.AsObject();
        Action change = what switch
        {
            "manager password" => () => broker["ManagerPassword"] = "a wrong password",
            "broker name" => () => broker["Name"] = "tradingtech_mian",
            "names at the CRM" => () => (crm["Name"], broker["Name"]) = ("nobody_crm", "nobody_main"),
            "CRM name" => () => crm["Name"] = "TradingTech_crm",
            "environment" => () => settings["Platform"]!["EnvironmentName"] = "paradise",
            "group" => () => settings["Accounts"] = new JsonArray(new JsonObject { ["GroupName"] = "Vip" }),
            "currency" => () => settings["Accounts"] = new JsonArray(new JsonObject { ["Currencies"] = new JsonArray("EUR", "XAU") }),
            "CRM password" => () => crm["Password"] = "a wrong password, long enough",
            "second password" => () => crm["SecondPassword"] = "a wrong password, long enough",
            "public URL" => () => plan["PublicUrl"] = $"{Environment["PLATFORM_URL"]}/v2",
            "no public URL" => () => plan.Remove("PublicUrl"),
            "dead second endpoint" => () => settings["Platform"]!["SecondBaseUrl"] = "https://localhost:1",
            "unknown second endpoint" => () => settings["Platform"]!["SecondBaseUrl"] = "https://platform.invalid",
            "one endpoint" => () => settings["Platform"]!["SecondBaseUrl"] = null,
            "success page" => () => settings["SuccessUrls"]![0]!["Url"] = $"{Environment["BROKER_URL"]}/sso/nowhere",
            "success page elsewhere" => () => settings["SuccessUrls"]![0]!["Url"] = "https://broker.invalid/done",
            "success page with a token" => () => settings["SuccessUrls"]![0]!["Url"] = $"{Environment["BROKER_URL"]}/sso/callback?token=x",
            "success page for one application" => () => settings["SuccessUrls"]![0]!["Source"] = "iOS",
            "authority" => () => drawbridge["PlatformClient"]!.AsObject().Remove("AuthorityFile"),
            "20 Mbps" => () => plan["Connections"]![0]!["SpeedMbps"] = 20,
            "/30" => () => plan["Network"] = "10.20.30.0/30",
            "one cross-connect" => () => plan["Connections"]!.AsArray().RemoveAt(1),
            "no plan" => () =>
            {
                // Only a platform elsewhere needs one.
                drawbridge["Connectivity"] = new JsonObject { ["PublicUrl"] = Environment["BROKER_URL"] };
                settings["Platform"]!["SecondBaseUrl"] = "https://platform.invalid";
            },
            _ => throw new ArgumentException(what, nameof(what)),
        };
        change();
        return configuration;
    }

    private sealed record Told(string Subject, string Check, string Verdict, string Message, string? Remedy, IReadOnlyList<string> Requirements);
}
