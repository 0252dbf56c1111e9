using System.Globalization;
using System.Net;

namespace Drawbridge.Cli.Doctor.Plan;

/// <summary>The plan of how this deployment is connected, against section 2.6.2 of the integration's general provisions (CONN-1..12).</summary>
internal static class PlanExam
{
    private const string Subject = "connectivity plan";
    private const int LeastMbps = 50;

    private static readonly Dictionary<string, string[]> Sites = new(StringComparer.OrdinalIgnoreCase) { ["UK"] = ["LD4", "LD7"], ["US"] = ["NY2", "NY6"] };

    private static readonly IPNetwork[] PrivateNetworks =
        [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16")];

    public static IEnumerable<Finding> Run(ConnectivityOptions plan) => plan.Option switch
    {
        null =>
        [
            Finding.Warning(
                Subject,
                "option",
                "there is no plan in this configuration",
                $"Record it under {ConnectivityOptions.Section}: a direct connection is part of the integration, and docs/doctor.md lists what is needed.",
                "CONN-1",
                "CONN-12"),
        ],
        ConnectivityOption.CrossConnect => [Option("cross-connects", "CONN-1"), Cost(plan), .. CrossConnects(plan), .. Routing(plan, "CONN-5")],
        _ => [Option("AWS Direct Connect", "CONN-7"), Cost(plan), .. Aws(plan), .. Routing(plan, "CONN-10")],
    };

    private static Finding Option(string name, string rule) => Finding.Ok(Subject, "option", name, rule, "CONN-12");

    private static Finding Cost(ConnectivityOptions plan)
    {
        var isAws = plan.Option == ConnectivityOption.AwsDirectConnect;
        var rule = isAws ? "CONN-9" : "CONN-1";
        return plan.BrokerBearsCost == true && (!isAws || plan.BrokerConfiguresAws == true)
            ? Finding.Ok(Subject, "cost", isAws ? "the broker bears it, and configures the AWS side" : "the broker bears it", rule)
            : Finding.Fault(
                Subject,
                "cost",
                isAws ? "it is not recorded that the broker bears all costs and configures the AWS side" : "it is not recorded that the broker bears it",
                $"Agree on it, and set {ConnectivityOptions.Section}:BrokerBearsCost{(isAws ? " and BrokerConfiguresAws" : "")} to true.",
                rule);
    }

    private static IEnumerable<Finding> CrossConnects(ConnectivityOptions plan)
    {
        var sites = plan.Region is { } region ? Sites.GetValueOrDefault(region) : null;
        if (sites is null)
        {
            yield return Finding.Fault(
                Subject, "region", $"{plan.Region ?? "none"} is not a region with cross-connects", "Set Region to UK or US, where the broker's servers are.", "CONN-2", "CONN-3");
        }

        yield return Redundancy(plan, "cross-connect", "CONN-6");
        foreach (var (index, connection) in plan.Connections.Index())
        {
            if (sites is not null)
            {
                yield return Site(connection, sites, index, plan.Region!);
            }

            yield return connection.Cable is "1G" or "10G"
                ? Finding.Ok(Subject, $"cable {index + 1}", $"{connection.Cable} fibre", "CONN-4")
                : Finding.Fault(Subject, $"cable {index + 1}", $"{connection.Cable ?? "none"} is not possible", "Order 1G or 10G fibre.", "CONN-4");
            if (connection.SpeedMbps is not null)
            {
                yield return Speed(connection, index, "CONN-12");
            }
        }
    }

    private static Finding Site(PlannedConnection connection, string[] sites, int index, string region)
    {
        var rule = region.Equals("UK", StringComparison.OrdinalIgnoreCase) ? "CONN-2" : "CONN-3";
        return sites.Contains(connection.DataCentre, StringComparer.OrdinalIgnoreCase)
            ? Finding.Ok(Subject, $"site {index + 1}", $"Equinix {connection.DataCentre}", rule)
            : Finding.Fault(
                Subject,
                $"site {index + 1}",
                $"{connection.DataCentre ?? "none"} is no site for the {region}",
                $"Bring the cable to Equinix {string.Join(" or ", sites)}.",
                rule);
    }

    private static IEnumerable<Finding> Aws(ConnectivityOptions plan)
    {
        yield return plan.AwsId is { Length: 12 } id && id.All(char.IsAsciiDigit)
            ? Finding.Ok(Subject, "AWS ID", "recorded", "CONN-8")
            : Finding.Fault(Subject, "AWS ID", "is missing, or has not 12 digits", "Set AwsId to the number of the AWS account; the operator needs it.", "CONN-8");
        yield return string.IsNullOrEmpty(plan.AwsZone)
            ? Finding.Fault(Subject, "AWS zone", "is missing", "Set AwsZone, such as eu-west-2; the operator needs it.", "CONN-8")
            : Finding.Ok(Subject, "AWS zone", plan.AwsZone, "CONN-8");
        yield return Redundancy(plan, "connection", "CONN-11");
        foreach (var (index, connection) in plan.Connections.Index())
        {
            yield return Speed(connection, index, "CONN-8");
        }
    }

    private static Finding Redundancy(ConnectivityOptions plan, string noun, string rule) => plan.Connections.Count switch
    {
        0 => Finding.Fault(Subject, "redundancy", $"no {noun} is planned", $"List each {noun} under Connections, two of them.", rule, "CONN-12"),
        1 => Finding.Warning(
            Subject, "redundancy", $"there is one {noun}", $"Plan a second {noun}, and name its endpoint as SecondBaseUrl of each broker: calls then go over by themselves.", rule),
        var count => Finding.Ok(Subject, "redundancy", $"{count} {noun}s", rule),
    };

    private static Finding Speed(PlannedConnection connection, int index, string rule)
    {
        var check = $"speed {index + 1}";
        return connection.SpeedMbps >= LeastMbps
            ? Finding.Ok(Subject, check, string.Create(CultureInfo.InvariantCulture, $"{connection.SpeedMbps} Mbps"), rule)
            : Finding.Fault(
                Subject,
                check,
                connection.SpeedMbps is { } speed ? string.Create(CultureInfo.InvariantCulture, $"{speed} Mbps is too slow") : "is missing",
                "Order at least 50 Mbps, and record it as SpeedMbps.",
                rule,
                "CONN-12");
    }

    private static IEnumerable<Finding> Routing(ConnectivityOptions plan, string rule)
    {
        yield return plan.AutonomousSystem is (>= 64512 and <= 65534) or (>= 4_200_000_000 and <= 4_294_967_294)
            ? Finding.Ok(Subject, "AS", plan.AutonomousSystem.Value.ToString(CultureInfo.InvariantCulture), rule)
            : Finding.Fault(
                Subject, "AS", "is missing, or no private one", "Set AutonomousSystem to a private number: 64512 to 65534, or 4200000000 to 4294967294.", rule);
        yield return Network(plan.Network, rule);
        yield return string.Equals(plan.Routing, "BGP", StringComparison.OrdinalIgnoreCase)
            ? Finding.Ok(Subject, "routing", "BGP", rule)
            : Finding.Fault(Subject, "routing", $"{plan.Routing ?? "nothing"} is not what the platform speaks", "Route by BGP, and set Routing to it.", rule);
    }

    private static Finding Network(string? text, string rule)
    {
        const string check = "network";
        if (!IPNetwork.TryParse(text, out var network) || !PrivateNetworks.Any(wide => wide.Contains(network.BaseAddress)))
        {
            return Finding.Fault(Subject, check, "is missing, or no private network with a mask", "Set Network to a private one, such as 10.20.30.0/28.", rule);
        }

        return network.PrefixLength switch
        {
            < 24 => Finding.Fault(Subject, check, $"{network} is larger than any that is routed", "Take a /28; up to /24 is possible, and rare.", rule, "CONN-12"),
            > 28 => Finding.Fault(Subject, check, $"{network} is smaller than any that is routed", "Take a /28; up to /24 is possible, and rare.", rule, "CONN-12"),
            28 => Finding.Ok(Subject, check, network.ToString(), rule),
            _ => Finding.Ok(Subject, check, $"{network}, which is rare: see that the operator agrees", rule),
        };
    }
}
