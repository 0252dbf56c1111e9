using Drawbridge.Broker.Configuration;
using Drawbridge.Conformance.Cases;

namespace Drawbridge.Cli.Conform.Plans;

/// <summary>A plan as the file has it. docs/conformance-plan.md says what each setting means.</summary>
internal sealed record PlanFile
{
    public required string Name { get; init; }

    public BrokerPart? Broker { get; init; }

    public PlatformPart? PlatformUnderTest { get; init; }

    public DeskPart? Platform { get; init; }

    public ScreenPart? Screens { get; init; }

    public string? Mailbox { get; init; }

    public bool Strict { get; init; }

    public LimitPart? Limits { get; init; }

    public IReadOnlyList<ExceptionPart> Skip { get; init; } = [];

    public IReadOnlyList<ExceptionPart> ExpectedFailures { get; init; } = [];
}

internal sealed record BrokerPart
{
    public required Uri Url { get; init; }

    public required string BrokerName { get; init; }

    public required string BrokerCrmName { get; init; }

    [SecretSetting]
    public required string CrmPassword { get; init; }

    public required Uri SuccessUrl { get; init; }

    public string? AuthorityFile { get; init; }

    public int? HttpPort { get; init; }

    public IReadOnlyList<Capability> Offers { get; init; } = [];

    public IReadOnlyList<UserPart> Users { get; init; } = [];

    public HandoffUserPart? HandoffUser { get; init; }

    public InvitePart? Invite { get; init; }

    public SecondPart? Second { get; init; }

    public OtherPart? Other { get; init; }

    public NamesPart? Disabled { get; init; }

    public IReadOnlyList<string> ForbiddenWords { get; init; } = [];

    public IReadOnlyList<string> LegalWords { get; init; } = [];
}

internal record NamesPart
{
    public required string BrokerName { get; init; }

    public required string BrokerCrmName { get; init; }
}

internal sealed record SecondPart : NamesPart
{
    public UserPart? User { get; init; }

    [SecretSetting]
    public string? CrmPassword { get; init; }
}

internal sealed record OtherPart : NamesPart
{
    [SecretSetting]
    public required string CrmPassword { get; init; }
}

internal sealed record UserPart
{
    public required string Email { get; init; }

    [SecretSetting]
    public required string Password { get; init; }

    public long? UserId { get; init; }

    public long? Account { get; init; }
}

internal sealed record HandoffUserPart
{
    public required long TradingLogin { get; init; }

    [SecretSetting]
    public required string Password { get; init; }

    public long? ForeignLogin { get; init; }
}

internal sealed record InvitePart
{
    public required string AttributionPath { get; init; }

    public string? NewUserPath { get; init; }

    [SecretSetting]
    public required string Token { get; init; }
}

internal sealed record DeskPart
{
    public required Uri Url { get; init; }

    [SecretSetting]
    public string? InstrumentKey { get; init; }

    public bool VirtualTime { get; init; }

    public string? AuthorityFile { get; init; }
}

internal sealed record ScreenPart
{
    public string? LogIn { get; init; }

    public string? NewAccount { get; init; }

    public string? Deposit { get; init; }

    public string? Withdrawal { get; init; }

    public string? Kyc { get; init; }

    public string? CustomAction { get; init; }

    public string? Chat { get; init; }

    public string? ChangePassword { get; init; }

    public string? ChangeEmail { get; init; }

    public string? ClientArea { get; init; }

    public IReadOnlyList<string>? Languages { get; init; }

    public bool Themes { get; init; }

    public IReadOnlyList<string> OtherHosts { get; init; } = [];

    public Dictionary<string, string> Selectors { get; init; } = [];

    public Dictionary<string, string> Values { get; init; } = [];
}

internal sealed record LimitPart
{
    public int CaseSeconds { get; init; } = 60;

    public int CallSeconds { get; init; } = 10;

    public int Calls { get; init; } = 8;

    public int Tabs { get; init; }
}

internal sealed record ExceptionPart
{
    public required string Cases { get; init; }

    public required string Reason { get; init; }
}
