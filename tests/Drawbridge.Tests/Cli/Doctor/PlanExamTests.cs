using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Configuration;
using Drawbridge.Cli.Doctor;
using Drawbridge.Cli.Doctor.Plan;
using Microsoft.Extensions.Configuration;

namespace Drawbridge.Tests.Cli.Doctor;

/// <summary>The plan of the connection to the platform, held against CONN-1..12.</summary>
public sealed class PlanExamTests
{
    private static readonly Dictionary<string, string?> CrossConnects = new(StringComparer.Ordinal)
    {
        ["Option"] = "CrossConnect",
        ["Region"] = "UK",
        ["Connections:0:DataCentre"] = "LD4",
        ["Connections:0:Cable"] = "10G",
        ["Connections:1:DataCentre"] = "LD7",
        ["Connections:1:Cable"] = "1G",
        ["AutonomousSystem"] = "64512",
        ["Network"] = "10.20.30.0/28",
        ["Routing"] = "BGP",
        ["BrokerBearsCost"] = "true",
    };

    private static readonly Dictionary<string, string?> Aws = new(StringComparer.Ordinal)
    {
        ["Option"] = "AwsDirectConnect",
        ["AwsId"] = "123456789012",
        ["AwsZone"] = "eu-west-2",
        ["Connections:0:SpeedMbps"] = "50",
        ["Connections:1:SpeedMbps"] = "1000",
        ["AutonomousSystem"] = "4200000000",
        ["Network"] = "192.168.7.0/25",
        ["Routing"] = "bgp",
        ["BrokerBearsCost"] = "true",
        ["BrokerConfiguresAws"] = "true",
    };

    [Fact] // CONN-1..6, CONN-12
    public void A_complete_plan_of_cross_connects_has_no_fault() =>
        Examine(CrossConnects).ShouldAllBe(static finding => finding.Verdict == Verdict.Ok);

    [Fact] // CONN-7..11, CONN-12
    public void A_complete_plan_with_aws_has_no_fault() => Examine(Aws).ShouldAllBe(static finding => finding.Verdict == Verdict.Ok);

    [Fact] // CONN-1, CONN-12
    public void No_plan_is_a_warning() =>
        PlanExam.Run(new()).ShouldHaveSingleItem().ShouldBe("option", Verdict.Warning, "there is no plan", "Drawbridge:Connectivity", "CONN-12");

    [Theory]
    [InlineData("Region", "FR", "region", "FR is not a region", "UK or US", "CONN-2")] // CONN-2, CONN-3
    [InlineData("Region", "US", "site 1", "LD4 is no site for the US", "NY2 or NY6", "CONN-3")]
    [InlineData("Connections:1:DataCentre", "LD5", "site 2", "LD5 is no site for the UK", "LD4 or LD7", "CONN-2")]
    [InlineData("Connections:0:Cable", "100M", "cable 1", "100M is not possible", "1G or 10G fibre", "CONN-4")] // CONN-4
    [InlineData("AutonomousSystem", "3333", "AS", "no private one", "64512 to 65534", "CONN-5")] // CONN-5
    [InlineData("Network", "10.20.30.0/30", "network", "is smaller than any", "Take a /28", "CONN-12")] // CONN-12
    [InlineData("Network", "10.20.0.0/16", "network", "is larger than any", "Take a /28", "CONN-12")]
    [InlineData("Network", "8.8.8.0/28", "network", "no private network", "10.20.30.0/28", "CONN-5")]
    [InlineData("Network", "10.20.30.0", "network", "no private network", "10.20.30.0/28", "CONN-5")]
    [InlineData("Routing", "static", "routing", "static is not what", "BGP", "CONN-5")]
    [InlineData("BrokerBearsCost", "false", "cost", "not recorded", "BrokerBearsCost", "CONN-1")] // CONN-1
    [InlineData("Connections:0:SpeedMbps", "20", "speed 1", "20 Mbps is too slow", "at least 50 Mbps", "CONN-12")]
    public void What_is_wrong_with_cross_connects_is_a_fault(string key, string value, string check, string message, string remedy, string requirement) =>
        Examine(CrossConnects, (key, value)).Single(finding => finding.Check == check).ShouldBe(check, Verdict.Fault, message, remedy, requirement);

    [Theory]
    [InlineData("AwsId", "12345", "AWS ID", "has not 12 digits", "AwsId", "CONN-8")] // CONN-8
    [InlineData("AwsZone", "", "AWS zone", "is missing", "AwsZone", "CONN-8")]
    [InlineData("Connections:1:SpeedMbps", "20", "speed 2", "20 Mbps is too slow", "at least 50 Mbps", "CONN-8")]
    [InlineData("Connections:1:SpeedMbps", null, "speed 2", "is missing", "SpeedMbps", "CONN-8")]
    [InlineData("BrokerConfiguresAws", null, "cost", "configures the AWS side", "BrokerConfiguresAws", "CONN-9")] // CONN-9
    [InlineData("Network", "192.168.7.0/29", "network", "smaller", "/28", "CONN-10")] // CONN-10
    public void What_is_wrong_with_aws_is_a_fault(string key, string? value, string check, string message, string remedy, string requirement) =>
        Examine(Aws, (key, value), ("Connections:1:Cable", "1G")).Single(finding => finding.Check == check).ShouldBe(check, Verdict.Fault, message, remedy, requirement);

    [Theory] // CONN-6, CONN-11
    [InlineData(false, "CONN-6")]
    [InlineData(true, "CONN-11")]
    public void One_connection_is_a_warning_and_none_a_fault(bool aws, string requirement)
    {
        var plan = aws ? Aws : CrossConnects;
        var without = plan.Where(static entry => !entry.Key.StartsWith("Connections:", StringComparison.Ordinal));

        Redundancy(plan.Where(static entry => !entry.Key.StartsWith("Connections:1", StringComparison.Ordinal)))
            .ShouldBe("redundancy", Verdict.Warning, "there is one", "SecondBaseUrl", requirement);
        Redundancy(without).ShouldBe("redundancy", Verdict.Fault, "is planned", "two of them", requirement);

        static Finding Redundancy(IEnumerable<KeyValuePair<string, string?>> plan) => Examine(plan).Single(static finding => finding.Check == "redundancy");
    }

    [Fact] // CONN-5
    public void A_rare_mask_is_pointed_out() =>
        Examine(CrossConnects, ("Network", "10.20.30.0/24")).Single(static finding => finding.Check == "network").Message.ShouldContain("rare");

    [Theory]
    [InlineData("Option", "Carrier pigeon")]
    [InlineData("AutonomousSystem", "secret")]
    [InlineData("Colour", "blue")]
    [InlineData("PublicUrl", "http://crm.example.com")]
    public void A_setting_that_makes_no_sense_is_told_without_its_value(string key, string value)
    {
        var faults = new ConfigurationFaults("file");
        ConnectivityOptions.Read(Configuration(CrossConnects, (key, value)), faults);

        var fault = Should.Throw<FaultException>(faults.ThrowIfAny);
        fault.Remedy.ShouldNotBeNull().ShouldContain("Drawbridge:Connectivity");
        fault.Remedy.ShouldNotContain(value);
    }

    private static List<Finding> Examine(IEnumerable<KeyValuePair<string, string?>> plan, params (string Key, string? Value)[] changes)
    {
        var faults = new ConfigurationFaults("file");
        var options = ConnectivityOptions.Read(Configuration(plan, changes), faults);
        faults.ThrowIfAny();
        return [.. PlanExam.Run(options)];
    }

    private static IConfigurationRoot Configuration(IEnumerable<KeyValuePair<string, string?>> plan, params (string Key, string? Value)[] changes)
    {
        var all = plan.ToDictionary(StringComparer.Ordinal);
        foreach (var (key, value) in changes)
        {
            all[key] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(all.Select(static entry => KeyValuePair.Create($"Drawbridge:Connectivity:{entry.Key}", entry.Value))).Build();
    }
}
