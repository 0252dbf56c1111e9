namespace Drawbridge.Conformance.Plans;

/// <summary>The platform's side under test. Cases make users and accounts of their own; whoever runs them does it at a platform where that is welcome.</summary>
public sealed record PlatformTarget
{
    /// <summary>The bare address, without <c>/cid</c> or <c>/v2</c> (B2P-0-3, B2P-0-4).</summary>
    public required Uri Url { get; init; }

    /// <summary>The broker that cases work for.</summary>
    public required BrokerNames Names { get; init; }

    /// <summary>Manager who reaches that broker and those below (B2P-0-9).</summary>
    public required long ManagerLogin { get; init; }

    public required string ManagerPassword { get; init; }

    /// <summary>PEM file with authorities that are trusted besides the operating system's; null for none.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The port on which plain http may be tried (B2P-0-2); null = port 80 when <see cref="Url"/> has 443, else the same port.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Headers that every call carries, such as the key of a gateway in front of the platform.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Another broker or white label of the same CRM, within the manager's reach; null = none.</summary>
    public BrokerNames? Second { get; init; }

    /// <summary>A broker of another CRM, within the manager's reach; null = none.</summary>
    public BrokerNames? Other { get; init; }

    /// <summary>A broker with the identity option handoff, within the manager's reach; null = none.</summary>
    public BrokerNames? Handoff { get; init; }

    /// <summary>A manager with fewer rights; null = none.</summary>
    public LimitedManager? Limited { get; init; }

    /// <summary>A manager with few writes an hour, of whom nothing else is asked; null = none.</summary>
    public ThrottledManager? Throttled { get; init; }

    /// <summary>Environment of the accounts. Default <c>live</c>.</summary>
    public string EnvironmentName { get; init; } = "live";

    /// <summary>Currency of accounts that cases open, with two decimals. Default <c>EUR</c>.</summary>
    public string DepositCurrency { get; init; } = "EUR";

    /// <summary>A deposit currency with eight decimals, such as <c>BTC</c>; null = none.</summary>
    public string? PreciseCurrency { get; init; }

    /// <summary>Group of accounts that cases open; null for the platform's first.</summary>
    public string? GroupName { get; init; }

    /// <summary>How many accounts one list has at most, if that is so few (below 100) that cases can fill one; null = not known.</summary>
    public int? TradersPerList { get; init; }

    /// <summary>What stands behind the @ of users that cases create. Default <c>example.com</c>.</summary>
    public string EmailDomain { get; init; } = "example.com";

    /// <summary>Whether the platform has Drawbridge's <c>POST /app/api/sessions</c>, by which log-ins of applications are started.</summary>
    public bool AppSessions { get; init; }

    /// <summary>Where the platform under test looks for its brokers' CRM, which the runner plays: it listens on that port and serves that path. Null when it cannot be called, and those cases are skipped.</summary>
    public Uri? CrmUrl { get; init; }

    /// <summary>PEM file with certificate and unencrypted key for <see cref="CrmUrl"/>, which the platform trusts.</summary>
    public string? CrmCertificateFile { get; init; }

    /// <summary>What the platform was told to send in call 4.1.</summary>
    public string? CrmPassword { get; init; }

    /// <summary>How the platform tells the played CRM of invited users; null = it does not.</summary>
    public InvitePlan? Invite { get; init; }
}

/// <summary>A manager with fewer rights.</summary>
/// <param name="Login">Manager id.</param>
/// <param name="Password">The password.</param>
/// <param name="DeniedGroup">A group that is not granted, while that of the plan is.</param>
/// <param name="DisabledBroker">The plan's second broker is in the manager's <c>disabledBrokerName</c>.</param>
public sealed record LimitedManager(long Login, string Password, string DeniedGroup, bool DisabledBroker = true)
{
    /// <summary>Never shows the password.</summary>
    public override string ToString() => Login.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A manager with few writes an hour.</summary>
/// <param name="Login">Manager id.</param>
/// <param name="Password">The password.</param>
/// <param name="WritesPerHour">The limit; at most 200.</param>
public sealed record ThrottledManager(long Login, string Password, int WritesPerHour)
{
    /// <summary>Never shows the password.</summary>
    public override string ToString() => Login.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The addresses that were registered for Invite (INV-11, INV-23), below the CRM's.</summary>
/// <param name="AttributionPath">Path of the webhook "attribution".</param>
/// <param name="NewUserPath">Path of the webhook "new user"; null = not registered.</param>
/// <param name="Token">What stands behind <c>Basic</c>.</param>
public sealed record InvitePlan(string AttributionPath, string? NewUserPath, string Token)
{
    /// <summary>Never shows the token.</summary>
    public override string ToString() => AttributionPath;
}
