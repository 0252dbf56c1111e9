using Drawbridge.Cli.Configuration;
using Microsoft.Extensions.Configuration;

namespace Drawbridge.Cli.Doctor.Plan;

/// <summary>
/// How this deployment is connected to the platform, as it was agreed with the operator, under <c>Drawbridge:Connectivity</c>. Nothing but
/// <c>drawbridge doctor</c> reads it: it is the checklist of onboarding (CONN-12).
/// </summary>
internal sealed class ConnectivityOptions
{
    public const string Section = "Drawbridge:Connectivity";

    /// <summary>The CRM's address as the platform operator has it. Default: <c>Drawbridge:Mail:PublicUrl</c>.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Which of the two options (CONN-1); null when there is no plan.</summary>
    public ConnectivityOption? Option { get; set; }

    /// <summary>Where the broker's servers are, with cross-connects: <c>UK</c> or <c>US</c> (CONN-2, CONN-3).</summary>
    public string? Region { get; set; }

    /// <summary>The connections, two for redundancy (CONN-6, CONN-11).</summary>
    public IList<PlannedConnection> Connections { get; } = [];

    /// <summary>Number of the private autonomous system (CONN-5, CONN-10).</summary>
    public long? AutonomousSystem { get; set; }

    /// <summary>Private network with its mask, such as <c>10.20.30.0/28</c> (CONN-5, CONN-10).</summary>
    public string? Network { get; set; }

    /// <summary>How routes are told: <c>BGP</c> (CONN-5, CONN-10).</summary>
    public string? Routing { get; set; }

    /// <summary>AWS account number (CONN-8).</summary>
    public string? AwsId { get; set; }

    /// <summary>AWS zone, such as <c>eu-west-2</c> (CONN-8).</summary>
    public string? AwsZone { get; set; }

    /// <summary>The broker bears the cost (CONN-1, CONN-9).</summary>
    public bool? BrokerBearsCost { get; set; }

    /// <summary>With AWS, the broker also sees to the configuration on that side (CONN-9).</summary>
    public bool? BrokerConfiguresAws { get; set; }

    /// <summary>The section, or faults.</summary>
    public static ConnectivityOptions Read(IConfiguration configuration, ConfigurationFaults faults)
    {
        var options = new ConnectivityOptions();
        try
        {
            configuration.GetSection(Section).Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException e)
        {
            // The inner message would repeat the value.
            faults.Add(Section, e.Message.Contains("'ErrorOnUnknownConfiguration'", StringComparison.Ordinal)
                ? "has a setting that does not exist; docs/doctor.md lists them"
                : "has a value of the wrong type; docs/doctor.md says what each must be");
        }

        var publicUrl = options.PublicUrl;
        faults.When(
            publicUrl is not null && (!publicUrl.IsAbsoluteUri || publicUrl.Scheme != Uri.UriSchemeHttps || publicUrl.Query.Length > 0),
            $"{Section}:{nameof(PublicUrl)}",
            "must be https://HOST:PORT (P2B-0-4)");
        return options;
    }
}

/// <summary>The two options of CONN-1.</summary>
internal enum ConnectivityOption
{
    /// <summary>Cables in the same data centre (CONN-2..6).</summary>
    CrossConnect,

    /// <summary>AWS Direct Connect (CONN-7..11).</summary>
    AwsDirectConnect,
}

/// <summary>One of the connections.</summary>
internal sealed class PlannedConnection
{
    /// <summary>With cross-connects: the data centre, such as <c>LD4</c>.</summary>
    public string? DataCentre { get; set; }

    /// <summary>With cross-connects: <c>1G</c> or <c>10G</c> fibre (CONN-4).</summary>
    public string? Cable { get; set; }

    /// <summary>Speed in Mbps (CONN-8).</summary>
    public int? SpeedMbps { get; set; }
}
