using Drawbridge.Broker.Configuration;

namespace Drawbridge.Cli.Conform.Plans;

/// <summary>What a plan says of a platform that is looked at.</summary>
internal sealed record PlatformPart
{
    public required Uri Url { get; init; }

    public required string BrokerName { get; init; }

    public required string BrokerCrmName { get; init; }

    public required long ManagerLogin { get; init; }

    [SecretSetting]
    public required string ManagerPassword { get; init; }

    public string? AuthorityFile { get; init; }

    public int? HttpPort { get; init; }

    [SecretSetting]
    public Dictionary<string, string> Headers { get; init; } = [];

    public NamesPart? Second { get; init; }

    public NamesPart? Other { get; init; }

    public NamesPart? Handoff { get; init; }

    public LimitedPart? Limited { get; init; }

    public ThrottledPart? Throttled { get; init; }

    public string? EnvironmentName { get; init; }

    public string? DepositCurrency { get; init; }

    public string? PreciseCurrency { get; init; }

    public string? GroupName { get; init; }

    public int? TradersPerList { get; init; }

    public string? EmailDomain { get; init; }

    public bool AppSessions { get; init; }

    public Uri? CrmUrl { get; init; }

    public string? CrmCertificateFile { get; init; }

    [SecretSetting]
    public string? CrmPassword { get; init; }

    public InvitePart? Invite { get; init; }
}

internal sealed record LimitedPart
{
    public required long Login { get; init; }

    [SecretSetting]
    public required string Password { get; init; }

    public required string DeniedGroup { get; init; }

    public bool DisabledBroker { get; init; } = true;
}

internal sealed record ThrottledPart
{
    public required long Login { get; init; }

    [SecretSetting]
    public required string Password { get; init; }

    public required int WritesPerHour { get; init; }
}
